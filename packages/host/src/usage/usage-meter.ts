import type { CCProxyError, Dialect } from '@ccproxy/core'
import type { JsonObject } from '@ccproxy/formats'
import { createDecoder } from '../transport/create-decoder.js'
import { isEventStream } from '../transport/is-event-stream.js'
import type { AnswerSink, AnswerSource, ResponseHead } from '../transport/upstream-attempt.js'
import { AnswerScan } from './answer-scan.js'
import { SideCopy } from './side-copy.js'

/** What a provider says of its answer. */
export interface FoundUsage {
  /** In its own words. */
  readonly usage: JsonObject | undefined
  readonly model: string | undefined
  /** Its content-encoding could not be undone to the end. */
  readonly isDamaged: boolean
}

/**
 * Looks at the provider's bytes after they went on to the client. Keeps less than 64 KiB of an answer of any size, and for
 * an encoded one what a decoder needs.
 */
export class UsageMeter implements AnswerSink {
  /** The provider's. */
  readonly dialect: Dialect
  readonly #sink: AnswerSink
  readonly #scan: AnswerScan
  readonly #copy: SideCopy | undefined
  #hasEnded = false

  private constructor(dialect: Dialect, sink: AnswerSink, scan: AnswerScan, copy: SideCopy | undefined) {
    this.dialect = dialect
    this.#sink = sink
    this.#scan = scan
    this.#copy = copy
  }

  /** @returns undefined for media types and encodings that cannot be read */
  static of(head: ResponseHead, dialect: Dialect, sink: AnswerSink): UsageMeter | undefined {
    const isStream = isEventStream(head)
    if (!isStream && !/json\b/i.test(head.headers.get('content-type') ?? '')) return undefined
    const scan = new AnswerScan(dialect, isStream)
    const encoding = head.headers.get('content-encoding')?.trim().toLowerCase() ?? ''
    if (encoding === '' || encoding === 'identity') return new UsageMeter(dialect, sink, scan, undefined)
    const decoder = createDecoder(encoding)
    if (decoder === undefined) return undefined
    return new UsageMeter(dialect, sink, scan, new SideCopy(decoder, (bytes) => scan.push(bytes)))
  }

  begin(head: ResponseHead, source: AnswerSource): void {
    this.#sink.begin(head, source)
  }

  write(chunk: Buffer): boolean {
    const wantsMore = this.#sink.write(chunk)
    if (this.#copy === undefined) this.#scan.push(chunk)
    else this.#copy.push(chunk)
    return wantsMore
  }

  end(): void {
    this.#hasEnded = true
    this.#sink.end()
  }

  fail(error: CCProxyError): void {
    this.#sink.fail(error)
  }

  /** Once nothing more comes. */
  async found(): Promise<FoundUsage> {
    const isReadable = (await this.#copy?.end()) ?? true
    if (this.#hasEnded && isReadable) this.#scan.end()
    return { usage: this.#scan.usage, model: this.#scan.model, isDamaged: this.#hasEnded && !isReadable }
  }
}
