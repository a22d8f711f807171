import { createPrivateKey, type KeyObject, sign } from 'node:crypto'
import { CCProxyError } from '@ccproxy/core'
import type { ServiceAccount } from './credentials-file.js'

export interface AssertionClaims {
  /** The token endpoint. */
  readonly audience: string
  readonly scopes: readonly string[]
  /** Epoch ms. */
  readonly now: number
}

/** The longest that Google takes. */
const lifetimeSeconds = 3600

/**
 * A JWT by which a service account asks for a token:
 * https://developers.google.com/identity/protocols/oauth2/service-account#authorizingrequests
 * @throws CCPROXY_OAUTH_ASSERTION when the private key cannot be used
 */
export function signAssertion(account: ServiceAccount, { audience, scopes, now }: AssertionClaims): string {
  const issuedAt = Math.floor(now / 1000)
  const header = { alg: 'RS256', typ: 'JWT', kid: account.private_key_id }
  const claims = {
    iss: account.client_email,
    scope: scopes.join(' '),
    aud: audience,
    iat: issuedAt,
    exp: issuedAt + lifetimeSeconds,
  }
  const signed = `${encoded(header)}.${encoded(claims)}`
  return `${signed}.${sign('sha256', Buffer.from(signed), privateKey(account)).toString('base64url')}`
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

function privateKey({ client_email: email, private_key: pem }: ServiceAccount): KeyObject {
  const key = rsaKey(pem)
  if (key !== undefined) return key
  throw new CCProxyError('CCPROXY_OAUTH_ASSERTION', `the private key of ${email} cannot be read`, {
    hint: 'Download the key of the service account again, as JSON, and use the file as it is.',
  })
}

/** Without the words of the parser: they may quote the key. */
function rsaKey(pem: string): KeyObject | undefined {
  try {
    const key = createPrivateKey(pem)
    return key.asymmetricKeyType === 'rsa' ? key : undefined
  } catch {
    return undefined
  }
}
