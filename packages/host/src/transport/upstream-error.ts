import {
  CCProxyError,
  type ErrorCode,
  failureReason,
  isCCProxyError,
  type NetworkFailure,
  networkFailure,
} from '@ccproxy/core'

const meanings: Readonly<Record<NetworkFailure, { readonly as: ErrorCode; readonly what: string }>> = {
  unsent: { as: 'CCPROXY_UPSTREAM_UNREACHABLE', what: 'cannot be reached' },
  tls: { as: 'CCPROXY_UPSTREAM_TLS', what: 'offers no secure connection that can be trusted' },
  timeout: { as: 'CCPROXY_UPSTREAM_TIMEOUT', what: 'stayed silent for too long' },
  lost: { as: 'CCPROXY_UPSTREAM_RESET', what: 'closed the connection before its answer was complete' },
}

/** What a failure of undici means, told without any address but the origin. */
export function upstreamError(error: unknown, origin: string): CCProxyError {
  if (isCCProxyError(error)) return error
  const code = codeOf(error)
  const options = { cause: error }
  if (code === 'UND_ERR_INVALID_ARG')
    return new CCProxyError('CCPROXY_UPSTREAM_HEADER', `a header of the request for ${origin} cannot be sent`, options)
  // By name: undici gives a code to some parser errors only.
  if ((error instanceof Error && error.name === 'HTTPParserError') || code === 'UND_ERR_HEADERS_OVERFLOW')
    return new CCProxyError('CCPROXY_UPSTREAM_ANSWER', `${origin} did not answer in HTTP`, options)
  const { as, what } = meanings[networkFailure(error)]
  const reason = failureReason(error)
  // A code without words says nothing to the user of a client.
  if (reason?.hint === undefined) return new CCProxyError(as, `${origin} ${what}`, options)
  return new CCProxyError(as, `${origin} ${what}: ${reason.text}`, { ...options, hint: reason.hint })
}

function codeOf(error: unknown): string {
  const code: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined
  return typeof code === 'string' ? code : ''
}
