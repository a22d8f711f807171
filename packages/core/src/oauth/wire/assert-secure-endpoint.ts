import { CCProxyError } from '../../errors/ccproxy-error.js'
import { isSecureEndpoint } from '../../http/endpoint.js'

/** @throws CCPROXY_OAUTH_ENDPOINT_INSECURE */
export function assertSecureEndpoint(address: string, what: string): URL {
  if (isSecureEndpoint(address)) return new URL(address)
  // Of a bad address only the origin is named: the rest may hold a password.
  const shown = URL.canParse(address) && address !== '' ? ` (${new URL(address).origin})` : ''
  throw new CCProxyError('CCPROXY_OAUTH_ENDPOINT_INSECURE', `the ${what}${shown} is not a safe address for secrets`)
}
