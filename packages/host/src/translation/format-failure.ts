import { CCProxyError, toCCProxyError } from '@ccproxy/core'
import { FormatError } from '@ccproxy/formats'

/** What kept us from translating, as an error of ours; a defect stays one. */
export function formatFailure(thrown: unknown): CCProxyError {
  if (!(thrown instanceof FormatError)) return toCCProxyError(thrown)
  const code = thrown.status === 400 ? 'CCPROXY_FORMAT_REQUEST' : 'CCPROXY_FORMAT_ANSWER'
  return new CCProxyError(code, thrown.message, { cause: thrown })
}
