import type { CCProxyError, Dialect } from '@ccproxy/core'
import type { JsonObject } from '@ccproxy/formats'
import { createDecoder } from '../transport/create-decoder.js'
import { isEventStream } from '../transport/is-event-stream.js'
import type { AnswerSink, AnswerSource, ResponseHead, ToldUsage } from '../transport/upstream-attempt.js'
import { AnswerScan } from './answer-scan.js'
import type { Counted } from './counted.js'
import { JsonAnswer } from './json-answer.js'
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
  /** Absent: the sink tells. */
  #counted: Counted | undefined
  #copy: SideCopy | undefined
  #hasEnded = false

  private constructor(dialect: Dialect, sink: AnswerSink, counted: Counted, copy: SideCopy | undefined) {
    this.dialect = dialect
    this.#sink = sink
    this.#counted = counted
    this.#copy = copy
  }

  /** @returns undefined for media types and encodings that cannot be read */
  static of(head: ResponseHead, dialect: Dialect, sink: AnswerSink): UsageMeter | undefined {
    const isStream = isEventStream(head)
    if (!isStream && !/json\b/i.test(head.headers.get('content-type') ?? '')) return undefined
    const counted = isStream ? new AnswerScan(dialect, true) : new JsonAnswer(dialect)
    const encoding = head.headers.get('content-encoding')?.trim().toLowerCase() ?? ''
    if (encoding === '' || encoding === 'identity') return new UsageMeter(dialect, sink, counted, undefined)
    const decoder = createDecoder(encoding)
    if (decoder === undefined) return undefined
    return new UsageMeter(dialect, sink, counted, new SideCopy(decoder, (bytes) => counted.push(bytes)))
  }

  begin(head: ResponseHead, source: AnswerSource): void {
    this.#sink.begin(head, source)
    if (this.#sink.told === undefined) return
    this.#counted = undefined
    this.#copy?.discard()
    this.#copy = undefined
  }

  write(chunk: Buffer): boolean {
    const wantsMore = this.#sink.write(chunk)
    if (this.#copy === undefined) this.#counted?.push(chunk)
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

  /** Of a sink that reads the answer itself: nobody has to look at its bytes a second time. */
  get told(): ToldUsage | undefined {
    return this.#sink.told
  }

  /** Once nothing more comes, where nobody told. */
  async found(): Promise<FoundUsage> {
    const isReadable = this.#copy === undefined || (await this.#copy.end())
    if (this.#hasEnded && isReadable) this.#counted?.end()
    return { usage: this.#counted?.usage, model: this.#counted?.model, isDamaged: this.#hasEnded && !isReadable }
  }
}
