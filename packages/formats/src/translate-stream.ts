import type { StreamRenderer } from './codec.js'
import { codecs } from './codecs.js'
import type { AnswerEvent, ProviderError, Usage } from './model/answer.js'
import { begunAnew } from './model/broken-off.js'
import type { Conversation } from './model/conversation.js'
import type { Dialect } from './model/dialect.js'
import { StreamEvents } from './stream/stream-events.js'

export interface StreamTranslation {
  /** What the provider speaks. */
  readonly from: Dialect
  /** What the client speaks. */
  readonly to: Dialect
  /** What the client asked for, of `translateRequest`. */
  readonly conversation: Conversation
}

/**
 * A provider's event stream → the client's, piece by piece: bytes in, bytes out, whatever the cuts. It ends as the client's
 * dialect ends, with an error of that dialect when the provider's stream was cut or had one.
 */
export class StreamTranslator {
  readonly #events: StreamEvents
  readonly #renderer: StreamRenderer
  #usage: Usage | undefined
  #model: string | undefined
  #error: ProviderError | undefined
  #hasStarted = false
  #hasBlocks = false

  constructor({ from, to, conversation }: StreamTranslation) {
    this.#events = new StreamEvents(from, conversation)
    this.#renderer = codecs[to].createStreamRenderer(conversation)
  }

  /** Of the client's stream. Keep-alives may be put only into an event stream. */
  get mediaType(): 'text/event-stream' | 'application/json' {
    return this.#renderer.mediaType ?? 'text/event-stream'
  }

  /** The client's stream is complete: what the provider still sends is of no use. */
  get isOver(): boolean {
    return this.#error !== undefined || this.#events.isOver
  }

  /** Absent until the provider said it. */
  get usage(): Usage | undefined {
    return this.#usage
  }

  /** As the provider calls it. Absent until it said so. */
  get model(): string | undefined {
    return this.#model
  }

  /** What the stream failed with. */
  get error(): ProviderError | undefined {
    return this.#error
  }

  /** @returns what can be sent now; may be empty */
  push(chunk: Uint8Array): Uint8Array {
    return this.#render(this.#events.push(chunk))
  }

  /** The provider's connection ended, in good order or not. */
  end(): Uint8Array {
    return this.#render(this.#events.end())
  }

  #render(events: readonly AnswerEvent[]): Uint8Array {
    let text = ''
    for (const told of events) {
      if (this.#error !== undefined) break
      const event = this.#next(told)
      if (event === undefined) continue
      if (event.type === 'start' || event.type === 'finish') this.#usage = event.usage ?? this.#usage
      if (event.type === 'start') this.#model = event.model === '' ? undefined : event.model
      else if (event.type === 'error') this.#error = event.error
      text += this.#renderer.push(event)
    }
    return Buffer.from(text)
  }

  /** A client cannot be told to forget what it has: a second attempt is an error, unless nothing of the first was sent. */
  #next(event: AnswerEvent): AnswerEvent | undefined {
    if (event.type === 'block-start') this.#hasBlocks = true
    if (event.type !== 'start') return event
    if (this.#hasBlocks) return { type: 'error', error: begunAnew }
    if (this.#hasStarted) return undefined
    this.#hasStarted = true
    return event
  }
}
