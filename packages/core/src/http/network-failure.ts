// What a failed connection proves. Works on errors of fetch, undici and node:net alike, by their codes.

/**
 * `unsent`: no byte of the request can have left (name, route, refused or timed-out connection). `tls`: the same, because
 * of the handshake. `timeout`: no answer in time. `lost`: the connection broke, or nobody knows.
 */
export type NetworkFailure = 'unsent' | 'tls' | 'timeout' | 'lost'

const unsent: ReadonlySet<string> = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
])
const timeout: ReadonlySet<string> = new Set([
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ETIMEDOUT',
  'ESOCKETTIMEDOUT',
])
const tls = /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_|ERR_SSL_|EPROTO|INVALID_CA|HOSTNAME_MISMATCH)/

/** A cause may lie several errors deep, and several addresses may each have failed. */
function* chain(error: unknown, depth = 0): Generator<{ readonly code: string; readonly name: string }> {
  if (typeof error !== 'object' || error === null || depth > 5) return
  yield { code: String(Reflect.get(error, 'code') ?? ''), name: String(Reflect.get(error, 'name') ?? '') }
  const nested: unknown = Reflect.get(error, 'errors')
  if (Array.isArray(nested) && nested.length > 0) yield* chain(nested[0], depth + 1)
  yield* chain(Reflect.get(error, 'cause'), depth + 1)
}

export function networkFailure(error: unknown): NetworkFailure {
  for (const { code, name } of chain(error)) {
    if (unsent.has(code)) return 'unsent'
    if (tls.test(code)) return 'tls'
    if (timeout.has(code) || name === 'TimeoutError') return 'timeout'
  }
  return 'lost'
}
