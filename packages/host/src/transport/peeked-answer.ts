import type { CCProxyError } from '@ccproxy/core'
import { FailureCopy, failureLimitBytes } from './failure-copy.js'
import type { AnswerSink, AnswerSource, ResponseHead, UpstreamAttempt } from './upstream-attempt.js'

/** A refusal of which the start was read before anybody decided whether the client gets to see it. */
export class PeekedAnswer implements AnswerSink {
  readonly copy: FailureCopy = new FailureCopy()
  readonly #read = Promise.withResolvers<void>()
  #source: AnswerSource | undefined
  #chunks: Buffer[] = []
  #length = 0
  #sink: AnswerSink | undefined
  #outcome: 'open' | 'ended' | CCProxyError = 'open'

  /** Resolves when the body is here, or as much of it as anybody looks at. */
  static async of(attempt: UpstreamAttempt): Promise<PeekedAnswer> {
    const answer = new PeekedAnswer()
    attempt.deliver(answer)
    await answer.#read.promise
    return answer
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
    this.copy.push(chunk)
    this.#length += chunk.length
    if (this.#length < failureLimitBytes) return true
    this.#read.resolve()
    return false
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
