import { CCProxyError } from '@ccproxy/core'
import { type Conversation, StreamTranslator } from '@ccproxy/formats'
import type { AnswerSink, AnswerSource, ResponseHead, ToldUsage } from '../transport/upstream-attempt.js'
import type { AnswerContext } from './answer-context.js'
import { formatFailure } from './format-failure.js'
import { translatedResponseHeaders } from './translated-headers.js'

/** How long a provider may take to end a stream whose last event has come; then its connection is given up. */
const lingerMs = 500

/** A provider's event stream as the client's, event by event. */
export class StreamedAnswer implements AnswerSink {
  readonly #context: AnswerContext
  readonly #translator: StreamTranslator
  #head: ResponseHead | undefined
  #source: AnswerSource | undefined
  #linger: NodeJS.Timeout | undefined
  #isOver = false

  constructor(context: AnswerContext, conversation: Conversation) {
    this.#context = context
    this.#translator = new StreamTranslator({ from: context.from, to: context.to, conversation })
  }

  get told(): ToldUsage {
    const { usage, model } = this.#translator
    return { usage, model }
  }

  begin(head: ResponseHead, source: AnswerSource): void {
    this.#head = head
    this.#source = source
    const headers = translatedResponseHeaders(head.headers, this.#context, this.#translator.mediaType)
    this.#context.client.begin({ ...head, headers }, source)
  }

  write(chunk: Buffer): boolean {
    if (this.#isOver) return true
    const wantsMore = this.#pass(() => this.#translator.push(chunk))
    if (this.#translator.isOver && !this.#isOver) {
      this.#complete()
      this.#linger = setTimeout(() => this.#source?.abort(), lingerMs).unref()
    }
    // What follows the end is let go at once, however slow the client is.
    return wantsMore || this.#isOver
  }

  end(): void {
    clearTimeout(this.#linger)
    if (this.#isOver) return
    this.#pass(() => this.#translator.end())
    if (this.#isOver) return
    this.#isOver = true
    const isCut = this.#translator.error !== undefined
    this.#context.client.end(isCut ? new CCProxyError('CCPROXY_UPSTREAM_RESET', cutShort) : undefined)
  }

  fail(error: CCProxyError): void {
    clearTimeout(this.#linger)
    if (this.#isOver) return
    this.#isOver = true
    const { client } = this.#context
    if (this.#translator.mediaType === 'text/event-stream') {
      client.fail(error)
      return
    }
    // An array of JSON must be closed to be read.
    client.write(bufferOf(this.#translator.end()))
    client.end(error)
  }

  #complete(): void {
    this.#isOver = true
    const { error } = this.#translator
    if (error !== undefined && this.#head !== undefined) this.#context.providerFailed(error, this.#head)
    this.#context.client.end()
  }

  /** @returns false when the client wants a pause */
  #pass(translate: () => Uint8Array): boolean {
    try {
      const bytes = translate()
      return bytes.length === 0 || this.#context.client.write(bufferOf(bytes))
    } catch (error) {
      this.#isOver = true
      this.#context.client.fail(formatFailure(error, 'answer'))
      this.#source?.abort()
      return true
    }
  }
}

const cutShort = 'the provider ended its stream before the answer was complete'

function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength)
}
