import type { StreamParser } from '../codec.js'
import { FormatError } from '../format-error.js'
import { ObjectReader } from '../json/object-reader.js'
import { parseJsonObject } from '../json/parse-json-object.js'
import type { AnswerEvent, Usage } from '../model/answer.js'
import { brokenOff } from '../model/broken-off.js'
import { parseStreamError } from '../openai/errors.js'
import type { SseEvent } from '../sse/sse-event.js'
import { AnswerEmitter } from '../stream/answer-emitter.js'
import { Attempt } from './attempt.js'
import { parseFinish } from './finish-reason.js'
import { StreamMessage } from './stream-message.js'
import { parseUsage } from './usage.js'

export class ChatStreamParser implements StreamParser {
  readonly #answer = new AnswerEmitter()
  readonly #attempt = new Attempt()
  #message = new StreamMessage(this.#answer)
  #finishReason: string | undefined
  #usage: Usage | undefined

  push(event: SseEvent): readonly AnswerEvent[] {
    if (event.data.trim() === '[DONE]') this.#done()
    const chunk = this.#answer.hasEnded ? undefined : parseJsonObject(event.data)
    if (chunk !== undefined) {
      try {
        this.#read(new ObjectReader(chunk, 502))
      } catch (error) {
        if (!(error instanceof FormatError)) throw error
        this.#answer.fail({ status: 502, message: `The provider sent a chunk that cannot be read: ${error.message}` })
      }
    }
    return this.#answer.take()
  }

  /** Some servers say that they are done, some only close. */
  end(): readonly AnswerEvent[] {
    if (this.#finishReason !== undefined) this.#done()
    this.#answer.end()
    return this.#answer.take()
  }

  #read(chunk: ObjectReader): void {
    const choices = chunk.optionalChildren('choices')
    const choice = choices.find(({ object }) => (object['index'] ?? 0) === 0)
    const failure = chunk.any('error') ?? choice?.any('error')
    if (failure !== undefined) {
      this.#answer.fail(parseStreamError({ error: failure }))
      return
    }
    this.#usage = parseUsage(chunk) ?? this.#usage
    if (choice === undefined) return
    const isAnother = this.#attempt.isAnother(chunk.optionalString('id'), choice.optionalChild('delta'))
    if (isAnother && this.#finishReason !== undefined) return this.#done()
    if (isAnother && this.#answer.hasOpened) {
      this.#answer.restart()
      this.#message = new StreamMessage(this.#answer)
    }
    this.#start(chunk)
    const delta = choice.optionalChild('delta') ?? choice.optionalChild('message')
    if (delta !== undefined) this.#message.read(delta)
    this.#finishReason = choice.optionalString('finish_reason') ?? this.#finishReason
    // Nothing good comes after it, and a client that has seen nothing yet may be served by another model.
    if (this.#finishReason !== undefined && parseFinish(this.#finishReason, this.#message) === 'error') this.#done()
  }

  /** With the first choice: what comes before has no id with some servers. */
  #start(chunk: ObjectReader): void {
    const createdAt = chunk.optionalNumber('created')
    this.#answer.start({
      id: chunk.optionalString('id') ?? '',
      model: chunk.optionalString('model') ?? '',
      ...(createdAt !== undefined && createdAt > 0 && { createdAt }),
    })
  }

  /** A server that says so without a reason has an answer, if it sent anything of one. */
  #done(): void {
    if (this.#finishReason === undefined && !this.#message.hasContent) {
      this.#answer.end()
      return
    }
    this.#message.stop()
    const name = this.#finishReason ?? 'stop'
    const reason = parseFinish(name, this.#message)
    if (reason === 'error') this.#answer.fail(brokenOff({ reason: name }))
    else this.#answer.finish(reason, this.#usage)
  }
}
