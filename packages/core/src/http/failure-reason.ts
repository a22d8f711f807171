// Why a connection failed, for people: which certificate, which name, which port. Taken from codes only, since messages of
// the HTTP parser hold bytes of the response.
import { isCCProxyError } from '../errors/ccproxy-error.js'

export interface FailureReason {
  /** To stand after the name of the server: `its certificate has expired (CERT_HAS_EXPIRED)`. */
  readonly text: string
  /** What to do; absent when the hint of the error table fits. */
  readonly hint?: string
}

const clock = 'Check the clock of this machine. When it is right, the server needs a new certificate.'
const authority =
  'When a proxy or a company signs the traffic, trust its authority: NODE_EXTRA_CA_CERTS=/path/to/authority.pem, or ' +
  'NODE_OPTIONS=--use-system-ca when this system trusts it already.'
const wrongHost = 'Check the host name in the settings. A captive portal or a proxy may answer instead of the server.'
const name = 'Check the host name in the settings (base_url, token_url), and the DNS of this machine.'
const port = 'Check host and port in the settings (base_url, token_url), and that the server runs.'
const route = 'Check the network connection of this machine, a VPN, and network.proxy.'

/** Codes of Node, libuv, undici and OpenSSL (https://nodejs.org/api/tls.html#x509-certificate-error-codes). */
const reasons: ReadonlyMap<string, FailureReason> = new Map<string, FailureReason>([
  ['CERT_HAS_EXPIRED', { text: 'its certificate has expired', hint: clock }],
  ['CERT_NOT_YET_VALID', { text: 'its certificate is not valid yet', hint: clock }],
  ['ERR_TLS_CERT_ALTNAME_INVALID', { text: 'its certificate is for another host name', hint: wrongHost }],
  ['HOSTNAME_MISMATCH', { text: 'its certificate is for another host name', hint: wrongHost }],
  [
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    { text: 'it sends no intermediate certificate, or its authority is unknown here', hint: authority },
  ],
  ['UNABLE_TO_GET_ISSUER_CERT', { text: 'the authority of its certificate is unknown here', hint: authority }],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', { text: 'the authority of its certificate is unknown here', hint: authority }],
  ['SELF_SIGNED_CERT_IN_CHAIN', { text: 'the authority of its certificate is unknown here', hint: authority }],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', { text: 'its certificate is self-signed', hint: authority }],
  ['CERT_UNTRUSTED', { text: 'its certificate is not trusted here', hint: authority }],
  ['CERT_REVOKED', { text: 'its certificate was revoked', hint: 'The operator of the server must replace it.' }],
  ['ERR_SSL_WRONG_VERSION_NUMBER', { text: 'it does not speak TLS', hint: 'Use http:// or the right port.' }],
  ['ENOTFOUND', { text: 'its name is not known', hint: name }],
  ['EAI_AGAIN', { text: 'the DNS server does not answer', hint: route }],
  ['EAI_FAIL', { text: 'the DNS server does not answer', hint: route }],
  ['ECONNREFUSED', { text: 'the port refuses connections', hint: port }],
  ['EHOSTUNREACH', { text: 'there is no route to it', hint: route }],
  ['ENETUNREACH', { text: 'there is no route to it', hint: route }],
  ['ETIMEDOUT', { text: 'no connection in time', hint: route }],
  ['UND_ERR_CONNECT_TIMEOUT', { text: 'no connection in time', hint: route }],
])

const tooDeep = 6

/** @returns undefined when no error in the chain of causes has a code that may be shown */
export function failureReason(error: unknown, depth = 0): FailureReason | undefined {
  if (typeof error !== 'object' || error === null || depth > tooDeep || isCCProxyError(error)) return undefined
  const code: unknown = Reflect.get(error, 'code')
  if (typeof code === 'string') {
    const reason = reasons.get(code)
    if (reason !== undefined) return { ...reason, text: `${reason.text} (${code})` }
  }
  const nested: unknown = Reflect.get(error, 'errors')
  const inner = Array.isArray(nested) ? failureReason(nested[0], depth + 1) : undefined
  const deeper = inner ?? failureReason(Reflect.get(error, 'cause'), depth + 1)
  if (deeper !== undefined) return deeper
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]+$/.test(code) ? { text: code } : undefined
}
