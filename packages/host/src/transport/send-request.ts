import { isCCProxyError } from '@ccproxy/core'
import type { Dispatcher } from 'undici'
import type { UpstreamUrl } from '../routing/join-upstream-url.js'
import type { HeaderList } from './header-list.js'
import type { RequestBody } from './request-body.js'
import { type AttemptEvents, UpstreamAttempt } from './upstream-attempt.js'

export interface SentRequest {
  readonly url: UpstreamUrl
  readonly method: string
  /** Signed. */
  readonly headers: HeaderList
  readonly body: RequestBody
  readonly signal: AbortSignal
}

export interface SendingOptions extends AttemptEvents {
  readonly dispatcher: Dispatcher
  readonly responseTimeoutMs: number
  readonly idleTimeoutMs: number
  /** An attempt begins, which can be aborted from now on. */
  opened(attempt: UpstreamAttempt): void
}

/** Resolves at the head of the answer. @throws CCPROXY_UPSTREAM_*, and what the signal was aborted with */
export async function sendRequest(
  request: SentRequest,
  options: SendingOptions,
  isRetry = false,
): Promise<{ readonly attempt: UpstreamAttempt; readonly status: number }> {
  const { url, method, headers, body, signal } = request
  signal.throwIfAborted()
  const attempt = new UpstreamAttempt(url.origin, options)
  options.opened(attempt)
  const length = body.contentLength
  options.dispatcher.dispatch(
    {
      origin: url.origin,
      path: url.path,
      method,
      headers: length === undefined ? [...headers.flat] : [...headers.flat, 'content-length', String(length)],
      body: body.forUpstream(),
      headersTimeout: options.responseTimeoutMs,
      bodyTimeout: options.idleTimeoutMs,
    },
    attempt,
  )
  try {
    const { status } = await attempt.head()
    return { attempt, status }
  } catch (error) {
    // A kept connection may have died unnoticed. Whether the provider saw the request cannot be known, so only a request
    // that changes nothing is sent again.
    const isSafe = (method === 'GET' || method === 'HEAD') && body.isReplayable
    const isStale = isCCProxyError(error) && error.code === 'CCPROXY_UPSTREAM_RESET'
    if (isRetry || !isSafe || !isStale || signal.aborted) throw error
    return sendRequest(request, options, true)
  }
}
