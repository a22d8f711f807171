import type { StreamParser } from '../codec.js'
import { FormatError } from '../format-error.js'
import { ObjectReader } from '../json/object-reader.js'
import { parseJsonObject } from '../json/parse-json-object.js'
import type { AnswerEvent } from '../model/answer.js'
import { brokenOff } from '../model/broken-off.js'
import { parseStreamError } from '../openai/errors.js'
import type { SseEvent } from '../sse/sse-event.js'
import { AnswerEmitter } from '../stream/answer-emitter.js'
import { parseEnding } from './finish-reason.js'
import { OpenItems } from './open-items.js'
import { parseUsage } from './parse-usage.js'

export class ResponsesStreamParser implements StreamParser {
  readonly #answer = new AnswerEmitter()
  #items = new OpenItems(this.#answer)

  push(event: SseEvent): readonly AnswerEvent[] {
    const data = this.#answer.hasEnded ? undefined : parseJsonObject(event.data)
    if (data !== undefined) {
      try {
        this.#read(new ObjectReader(data, 502), event.event)
      } catch (error) {
        if (!(error instanceof FormatError)) throw error
        this.#answer.fail({ status: 502, message: `The provider sent an event that cannot be read: ${error.message}` })
      }
    }
    return this.#answer.take()
  }

  end(): readonly AnswerEvent[] {
    this.#answer.end()
    return this.#answer.take()
  }

  #read(event: ObjectReader, name: string | undefined): void {
    const type = event.optionalString('type') ?? name ?? ''
    switch (type) {
      case 'response.created':
        if (this.#answer.hasOpened) this.#restart()
        this.#start(event.optionalChild('response'))
        return
      case 'response.in_progress':
      case 'response.queued':
        this.#start(event.optionalChild('response'))
        return
      case 'response.completed':
      case 'response.incomplete':
      case 'response.done':
        this.#finish(event.child('response'))
        return
      case 'response.failed':
        this.#answer.fail(parseStreamError(event.optionalChild('response')?.optionalChild('error')?.object ?? {}))
        return
      case 'error':
        // Without an object of its own, the error's type is the event's.
        this.#answer.fail(parseStreamError({ ...event.object, type: null }))
        return
      default:
        if (!type.startsWith('response.') && event.object['error'] !== undefined) {
          this.#answer.fail(parseStreamError(event.object))
          return
        }
        if (type.startsWith('response.')) this.#start(undefined)
        this.#items.read(type, event)
    }
  }

  #restart(): void {
    this.#answer.restart()
    this.#items = new OpenItems(this.#answer)
  }

  #start(response: ObjectReader | undefined): void {
    const createdAt = response?.optionalNumber('created_at')
    this.#answer.start({
      id: response?.optionalString('id') ?? '',
      model: response?.optionalString('model') ?? '',
      ...(createdAt !== undefined && { createdAt }),
    })
  }

  #finish(response: ObjectReader): void {
    this.#start(response)
    for (const [index, item] of response.optionalChildren('output').entries()) this.#items.finish(String(index), item)
    const { finish, failure } = parseEnding(response, this.#items)
    if (failure === undefined) this.#answer.finish(finish, parseUsage(response))
    else this.#answer.fail(brokenOff(failure))
  }
}
