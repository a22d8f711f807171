import type { ChatCompletionChunk } from 'openai/resources/chat/completions'
import type { StreamRenderer } from '../codec.js'
import type { AnswerEvent, Usage } from '../model/answer.js'
import type { Conversation } from '../model/conversation.js'
import { renderError } from '../openai/errors.js'
import { writeSse } from '../sse/write-sse.js'
import { chatId } from './chat-id.js'
import { renderFinish } from './finish-reason.js'
import { type MessageDelta, MessageWriter } from './message-writer.js'
import { renderUsage } from './usage.js'

type ChunkHead = Pick<ChatCompletionChunk, 'id' | 'object' | 'created' | 'model'>

export class ChatStreamRenderer implements StreamRenderer {
  readonly #message: MessageWriter
  readonly #wantsUsage: boolean
  #head: ChunkHead
  /** What every chunk with a choice begins with, as JSON: it is written once. */
  #start: string
  readonly #end: string
  #text = ''

  constructor(request: Conversation) {
    this.#message = new MessageWriter(request, (delta) => this.#choice(delta, null))
    this.#wantsUsage = request.wantsStreamUsage === true
    this.#head = { id: chatId(''), object: 'chat.completion.chunk', created: now(), model: request.model }
    this.#start = startOf(this.#head)
    this.#end = this.#wantsUsage ? '],"usage":null}' : ']}'
  }

  push(event: AnswerEvent): string {
    switch (event.type) {
      case 'start':
        this.#begin(event)
        break
      case 'block-start':
      case 'delta':
      case 'block-stop':
        this.#message.push(event)
        break
      case 'finish':
        this.#finish(event)
        break
      case 'error':
        this.#write(JSON.stringify(renderError(event.error).body))
    }
    const text = this.#text
    this.#text = ''
    return text
  }

  #begin({ id, model, createdAt }: Extract<AnswerEvent, { type: 'start' }>): void {
    const { created, model: asked } = this.#head
    this.#head = { ...this.#head, id: chatId(id), created: createdAt ?? created, model: model || asked }
    this.#start = startOf(this.#head)
    this.#choice({ role: 'assistant', content: '', refusal: null }, null)
  }

  #finish({ reason, usage }: Extract<AnswerEvent, { type: 'finish' }>): void {
    this.#message.finish()
    this.#choice({}, renderFinish(reason, this.#message.hasRefusal))
    if (this.#wantsUsage) this.#usage(usage ?? { input: 0, output: 0 })
    this.#write('[DONE]')
  }

  #choice(delta: MessageDelta, finish_reason: ChatCompletionChunk.Choice['finish_reason']): void {
    this.#write(this.#start + JSON.stringify({ index: 0, delta, logprobs: null, finish_reason }) + this.#end)
  }

  #usage(usage: Usage): void {
    this.#write(JSON.stringify({ ...this.#head, choices: [], usage: renderUsage(usage) }))
  }

  #write(data: string): void {
    this.#text += writeSse({ data })
  }
}

function startOf(head: ChunkHead): string {
  return `${JSON.stringify(head).slice(0, -1)},"choices":[`
}

function now(): number {
  return Math.floor(Date.now() / 1000)
}
