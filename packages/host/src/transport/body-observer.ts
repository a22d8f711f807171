import type { CCProxyError, HookBus } from '@ccproxy/core'
import { SideCopy } from '../usage/side-copy.js'
import { createDecoder } from './create-decoder.js'
import type { Exchange } from './exchange.js'
import { isEventStream } from './is-event-stream.js'
import type { AnswerSink, AnswerSource, ResponseHead, ToldUsage } from './upstream-attempt.js'

/** Bytes of a response that observers get. */
const keptBytes = 1024 * 1024

/** Keeps the beginning of a JSON response beside its way to the client, for observers. */
export class BodyObserver implements AnswerSink {
  readonly #status: number
  readonly #sink: AnswerSink
  readonly #copy: SideCopy | undefined
  readonly #parts: Buffer[] = []
  #length = 0
  #isTruncated = false

  private constructor({ status }: ResponseHead, sink: AnswerSink, decoder: ReturnType<typeof createDecoder>) {
    this.#status = status
    this.#sink = sink
    this.#copy = decoder === undefined ? undefined : new SideCopy(decoder, (bytes) => this.#keep(bytes))
  }

  /** @returns undefined: no observer wants the body, or it is no JSON that can be read */
  static of(head: ResponseHead, hooks: HookBus, sink: AnswerSink): BodyObserver | undefined {
    if (!hooks.observedWithContent('provider.response.body') || isEventStream(head)) return undefined
    if (!/json\b/i.test(head.headers.get('content-type') ?? '')) return undefined
    const encoding = head.headers.get('content-encoding')?.trim().toLowerCase() ?? ''
    if (encoding === '' || encoding === 'identity') return new BodyObserver(head, sink, undefined)
    const decoder = createDecoder(encoding)
    return decoder === undefined ? undefined : new BodyObserver(head, sink, decoder)
  }

  begin(head: ResponseHead, source: AnswerSource): void {
    this.#sink.begin(head, source)
  }

  write(chunk: Buffer): boolean {
    const wantsMore = this.#sink.write(chunk)
    if (this.#copy === undefined) this.#keep(chunk)
    else this.#copy.push(chunk)
    return wantsMore
  }

  end(): void {
    this.#sink.end()
  }

  fail(error: CCProxyError): void {
    this.#isTruncated = true
    this.#sink.fail(error)
  }

  get told(): ToldUsage | undefined {
    return this.#sink.told
  }

  /** Once the client has its response. */
  async tell(hooks: HookBus, { requestId, provider }: Exchange): Promise<void> {
    if (this.#copy !== undefined && !(await this.#copy.end())) this.#isTruncated = true
    hooks.emit('provider.response.body', {
      requestId,
      provider: provider.name,
      status: this.#status,
      isTruncated: this.#isTruncated,
      bytes: Buffer.concat(this.#parts),
    })
  }

  #keep(bytes: Buffer): void {
    const room = keptBytes - this.#length
    if (bytes.length > room) this.#isTruncated = true
    if (room <= 0) return
    // A copy: the bytes are the socket's.
    this.#parts.push(Buffer.from(bytes.subarray(0, room)))
    this.#length += Math.min(bytes.length, room)
  }
}
