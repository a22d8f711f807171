import { CCProxyError, isCCProxyError } from '@ccproxy/core'
import type { Usage } from '@ccproxy/formats'
import type { Dispatcher } from 'undici'
import type { HeaderList } from './header-list.js'
import { responseHeaders } from './response-headers.js'
import { upstreamError } from './upstream-error.js'

export interface ResponseHead {
  readonly status: number
  readonly statusMessage: string
  readonly headers: HeaderList
}

/** What a provider counted, read by whoever reads all of its answer. */
export interface ToldUsage {
  readonly usage: Usage | undefined
  readonly model: string | undefined
}

/** Where an answer goes. `write` returns false when the receiver wants a pause; `end` or `fail` comes once, last. */
export interface AnswerSink {
  /** Since `begin`, and as far as the answer has come. Absent: the sink does not read it. */
  readonly told?: ToldUsage | undefined
  begin(head: ResponseHead, source: AnswerSource): void
  write(chunk: Buffer): boolean
  end(): void
  fail(error: CCProxyError): void
}

export interface AnswerSource {
  resume(): void
  abort(): void
}

export interface AttemptEvents {
  /** The request is about to be written to a connection. */
  sent(): void
  /** The final head is here: deliver to this sink at once, or hold the body back until `deliver` or `discard`. */
  received(head: ResponseHead): AnswerSink | undefined
}

const discardLimitBytes = 64 * 1024

/** One request to a provider, as undici sees it. Settles once: at the final head, or at the failure before it. */
export class UpstreamAttempt implements Dispatcher.DispatchHandler, AnswerSource {
  readonly origin: string
  readonly #events: AttemptEvents
  readonly #headed = Promise.withResolvers<void>()
  #controller: Dispatcher.DispatchController | undefined
  #abortReason: CCProxyError | undefined
  #head: ResponseHead | undefined
  #sink: AnswerSink | undefined
  #outcome: 'open' | 'ended' | CCProxyError = 'open'

  constructor(origin: string, events: AttemptEvents) {
    this.origin = origin
    this.#events = events
  }

  /** @throws CCPROXY_UPSTREAM_* when no head came */
  async head(): Promise<ResponseHead> {
    await this.#headed.promise
    if (this.#head === undefined) throw new CCProxyError('CCPROXY_INTERNAL', 'an answer without a head')
    return this.#head
  }

  get isDelivered(): boolean {
    return this.#sink !== undefined
  }

  /** Lets a held answer go to the client. @param head what to say instead of the provider's own head */
  deliver(sink: AnswerSink, head: ResponseHead | undefined = this.#head): void {
    if (head === undefined || this.#sink !== undefined) return
    this.#sink = sink
    sink.begin(head, this)
    if (this.#outcome === 'open') this.#controller?.resume()
    else if (this.#outcome === 'ended') sink.end()
    else sink.fail(this.#outcome)
  }

  /** Lets go of a held answer. A short body is read to its end, so that the connection can be used again. */
  discard(): void {
    let left = discardLimitBytes
    this.deliver({
      begin: () => {},
      write: (chunk) => {
        left -= chunk.length
        if (left < 0) this.abort()
        return true
      },
      end: () => {},
      fail: () => {},
    })
  }

  abort(
    reason: CCProxyError = new CCProxyError('CCPROXY_HTTP_ABORTED', 'the client left before the answer was complete'),
  ): void {
    this.#abortReason = reason
    if (this.#controller === undefined) this.#settle(reason)
    else this.#controller.abort(reason)
  }

  resume(): void {
    this.#controller?.resume()
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    if (this.#abortReason === undefined) this.#events.sent()
    else controller.abort(this.#abortReason)
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    _headers: unknown,
    statusMessage?: string,
  ): void {
    // 103 Early Hints and the like are of this hop.
    if (status < 200) return
    const { rawHeaders } = controller
    const headers = responseHeaders(Array.isArray(rawHeaders) ? rawHeaders : [])
    const head = {
      status,
      statusMessage: statusMessage ?? '',
      // RFC 9110 §8.6; a 304 may have one, of what it does not send.
      headers: status === 204 ? headers.with({ 'content-length': null }) : headers,
    }
    this.#head = head
    this.#sink = this.#events.received(head)
    if (this.#sink === undefined) controller.pause()
    else this.#sink.begin(head, this)
    this.#headed.resolve()
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    // Going on at the end of a connection is a piece without bytes: a pause for it would have no end.
    if (chunk.length > 0 && this.#sink?.write(chunk) === false) controller.pause()
  }

  onResponseEnd(): void {
    if (this.#outcome !== 'open') return
    this.#outcome = 'ended'
    this.#sink?.end()
  }

  onResponseError(_controller: unknown, error: Error): void {
    // Whole with its head; undici misses the body that the length speaks of.
    if (this.#head?.status === 204 || this.#head?.status === 304) this.onResponseEnd()
    else this.#settle(isCCProxyError(error) ? error : upstreamError(error, this.origin))
  }

  #settle(error: CCProxyError): void {
    if (this.#outcome !== 'open') return
    this.#outcome = error
    if (this.#head === undefined) this.#headed.reject(error)
    else this.#sink?.fail(error)
  }
}
