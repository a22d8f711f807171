import type { CCProxyError } from '@ccproxy/core'
import { FailureCopy, failureLimitBytes } from './failure-copy.js'
import { OpeningEvent } from './opening-event.js'
import type { AnswerSink, AnswerSource, ResponseHead, UpstreamAttempt } from './upstream-attempt.js'

/** A refusal, or a stream, of which the start was read before anybody decided whether the client gets to see it. */
export class PeekedAnswer implements AnswerSink {
  readonly copy: FailureCopy = new FailureCopy()
  readonly #read = Promise.withResolvers<void>()
  #source: AnswerSource | undefined
  #chunks: Buffer[] = []
  #length = 0
  #sink: AnswerSink | undefined
  #outcome: 'open' | 'ended' | CCProxyError = 'open'

  /** Of a stream. Absent: the answer is a refusal. */
  readonly opening: OpeningEvent | undefined

  private constructor(opening?: OpeningEvent) {
    this.opening = opening
  }

  /** Resolves when the body is here, or as much of it as anybody looks at. */
  static async of(attempt: UpstreamAttempt): Promise<PeekedAnswer> {
    const answer = new PeekedAnswer()
    attempt.deliver(answer)
    await answer.#read.promise
    return answer
  }

  /** Resolves when the first event of a stream is here, it ended before that, or the time is over. */
  static async ofStream(attempt: UpstreamAttempt, limitMs: number): Promise<PeekedAnswer> {
    const answer = new PeekedAnswer(new OpeningEvent())
    const limit = setTimeout(() => answer.#read.resolve(), limitMs).unref()
    attempt.deliver(answer)
    await answer.#read.promise
    clearTimeout(limit)
    return answer
  }

  /** It broke before anybody saw it. */
  get failure(): CCProxyError | undefined {
    return typeof this.#outcome === 'string' ? undefined : this.#outcome
  }

  /** Lets it go to the client, from its first byte. */
  deliver(sink: AnswerSink, head: ResponseHead): void {
    const source = this.#source
    if (source === undefined) return
    this.#sink = sink
    sink.begin(head, source)
    let wantsMore = true
    for (const chunk of this.#chunks.splice(0)) wantsMore = sink.write(chunk) && wantsMore
    if (this.#outcome === 'ended') sink.end()
    else if (this.#outcome !== 'open') sink.fail(this.#outcome)
    else if (wantsMore) source.resume()
  }

  /** Nobody will see it. One that was read to its end leaves its connection for the next request. */
  discard(): void {
    this.#chunks = []
    if (this.#outcome === 'open') this.#source?.abort()
  }

  begin(_head: ResponseHead, source: AnswerSource): void {
    this.#source = source
  }

  write(chunk: Buffer): boolean {
    if (this.#sink !== undefined) return this.#sink.write(chunk)
    this.#chunks.push(chunk)
    this.#length += chunk.length
    if (!this.#isEnough(chunk)) return true
    this.#read.resolve()
    return false
  }

  #isEnough(chunk: Buffer): boolean {
    if (this.opening === undefined) this.copy.push(chunk)
    else this.opening.push(chunk)
    return this.opening?.isFound === true || this.#length >= failureLimitBytes
  }

  end(): void {
    this.#outcome = 'ended'
    this.#read.resolve()
    this.#sink?.end()
  }

  fail(error: CCProxyError): void {
    this.#outcome = error
    this.#read.resolve()
    this.#sink?.fail(error)
  }
}
