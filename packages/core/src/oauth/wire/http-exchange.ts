// One request to an authorization server: timed, bounded, never redirected, its failures named by what they prove.
import { CCProxyError, isCCProxyError } from '../../errors/ccproxy-error.js'
import type { ErrorCode } from '../../errors/error-table.js'
import { failureReason } from '../../http/failure-reason.js'
import type { Fetch } from '../../http/http-client.js'
import { type NetworkFailure, networkFailure, ownErrorWithin } from '../../http/network-failure.js'
import { boundedText } from './bounded-text.js'

const bodyLimit = 1024 * 1024

export interface HttpReply {
  readonly status: number
  readonly headers: Headers
  /** Undefined: longer than 1 MiB. */
  readonly text: string | undefined
}

export interface ExchangeLimits {
  readonly timeoutMs: number
  /** Ends the request with its reason. Never given for a refresh: once sent, its answer must be awaited. */
  readonly signal?: AbortSignal | undefined
}

const outcomes: Readonly<Record<NetworkFailure, readonly [ErrorCode, string]>> = {
  unsent: ['CCPROXY_OAUTH_UNREACHABLE', 'could not be reached; nothing was sent'],
  tls: ['CCPROXY_OAUTH_UNREACHABLE', 'could not be reached over TLS; nothing was sent'],
  timeout: ['CCPROXY_OAUTH_TIMEOUT', 'did not answer in time'],
  lost: ['CCPROXY_OAUTH_CONNECTION_LOST', 'broke the connection before its answer was complete'],
}

/**
 * @param name begins the messages of errors: `claude/default: the token endpoint of https://…`
 * @throws CCPROXY_OAUTH_UNREACHABLE | CCPROXY_OAUTH_CONNECTION_LOST | CCPROXY_OAUTH_TIMEOUT |
 *   CCPROXY_OAUTH_REDIRECT_REFUSED | the reason of `signal`
 */
export async function exchangeOverHttp(
  fetch: Fetch,
  url: string,
  init: RequestInit,
  name: string,
  limits: ExchangeLimits,
): Promise<HttpReply> {
  const timeout = new AbortController()
  // `AbortSignal.timeout` would keep each exchange for two minutes.
  const timer = setTimeout(() => timeout.abort(new DOMException('timed out', 'TimeoutError')), limits.timeoutMs)
  const signal = limits.signal === undefined ? timeout.signal : AbortSignal.any([timeout.signal, limits.signal])
  try {
    const response = await fetch(url, { ...init, redirect: 'manual', signal })
    if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)) {
      await response.body?.cancel()
      throw new CCProxyError('CCPROXY_OAUTH_REDIRECT_REFUSED', `${name} redirected; redirects are not followed`)
    }
    return { status: response.status, headers: response.headers, text: await boundedText(response, bodyLimit) }
  } catch (error) {
    if (isCCProxyError(error)) throw error
    // No cause: errors of the HTTP parser hold bytes of the answer.
    const failure = networkFailure(error)
    const [code, happened] = outcomes[failure]
    const own = ownErrorWithin(error)
    if (own !== undefined) throw new CCProxyError(code, `${name} ${happened}: ${own.message}`, { hint: own.hint })
    const reason = failureReason(error)
    const options = reason?.hint === undefined ? {} : { hint: reason.hint }
    throw new CCProxyError(code, `${name} ${happened}${reason === undefined ? '' : `: ${reason.text}`}`, options)
  } finally {
    clearTimeout(timer)
  }
}
