// What a failed connection proves. Works on errors of fetch, undici and node:net alike, by their codes.
import { type CCProxyError, isCCProxyError } from '../errors/ccproxy-error.js'

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
  // Our own word for a proxy that makes no connection.
  'CCPROXY_UPSTREAM_UNREACHABLE',
])
const timeout: ReadonlySet<string> = new Set([
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ETIMEDOUT',
  'ESOCKETTIMEDOUT',
])
const tls = /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_|INVALID_CA|HOSTNAME_MISMATCH)/
// OpenSSL reports broken records and late alerts with the same prefix: only what a handshake alone can say proves anything.
const handshake =
  /^(?:wrong (?:ssl )?version|unsupported protocol|unknown protocol|no protocols|no ciphers|version too|http request|packet length|certificate verify|unsafe legacy|(?:dh|ee|ca) |\w+ (?:alert )?handshake failure$|\w+ alert protocol version$|\w+ unrecognized name$)/
const connecting: ReadonlySet<string> = new Set(['connect', 'getaddrinfo'])
const transferring: ReadonlySet<string> = new Set(['read', 'write'])
// Node gives this one no useful code.
const beforeTunnel = /before secure TLS connection was established/

interface Link {
  readonly code: string
  readonly name: string
  readonly syscall: string
  readonly message: string
}

/** OpenSSL's words, which Node gives as the code of the error or, when a write fails first, within its message. */
function opensslReason({ code, message }: Link): string {
  if (code === 'EPROTO') return /SSL routines:[^:]*:([^:]+)/.exec(message)?.[1] ?? ''
  return code.startsWith('ERR_SSL_') ? code.slice('ERR_SSL_'.length).toLowerCase().replaceAll('_', ' ') : ''
}

/** A cause may lie several errors deep, and several addresses may each have failed. */
function* chain(error: unknown, depth = 0): Generator<Link> {
  if (typeof error !== 'object' || error === null || depth > 5) return
  const text = (key: string): string => String(Reflect.get(error, key) ?? '')
  yield { code: text('code'), name: text('name'), syscall: text('syscall'), message: text('message') }
  const nested: unknown = Reflect.get(error, 'errors')
  if (Array.isArray(nested) && nested.length > 0) yield* chain(nested[0], depth + 1)
  yield* chain(Reflect.get(error, 'cause'), depth + 1)
}

export function networkFailure(error: unknown): NetworkFailure {
  for (const link of chain(error)) {
    const { code, name, syscall, message } = link
    if (tls.test(code) || handshake.test(opensslReason(link))) return 'tls'
    // The same code means less once bytes flow: a route can vanish under an open connection.
    if (transferring.has(syscall)) return code === 'ETIMEDOUT' ? 'timeout' : 'lost'
    if (unsent.has(code) || connecting.has(syscall) || beforeTunnel.test(message)) return 'unsent'
    if (timeout.has(code) || name === 'TimeoutError') return 'timeout'
  }
  return 'lost'
}

/** What our own connector had to say about a failed connection, somewhere among the causes. */
export function ownErrorWithin(error: unknown, depth = 0): CCProxyError | undefined {
  if (isCCProxyError(error)) return error
  if (typeof error !== 'object' || error === null || depth > 5) return undefined
  return ownErrorWithin(Reflect.get(error, 'cause'), depth + 1)
}
