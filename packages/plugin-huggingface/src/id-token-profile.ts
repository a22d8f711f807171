import type { CredentialAdditions } from '@ccproxy/core'
import * as v from 'valibot'
import { idTokenClaims } from './schemas.js'

/**
 * Who signed in, for showing only. The id token comes straight from the token endpoint over TLS, which is proof enough of its
 * issuer (OpenID Connect Core 1.0 §3.1.3.7, item 6).
 */
export function idTokenProfile({ id_token: idToken }: Readonly<Record<string, unknown>>): CredentialAdditions {
  if (typeof idToken !== 'string') return {}
  const payload = Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString()
  const claims = v.safeParse(v.pipe(v.string(), v.parseJson(), idTokenClaims), payload)
  if (!claims.success) return {}
  const { preferred_username: id, email } = claims.output
  return { profile: { ...(id !== undefined && { id }), ...(email !== undefined && { email }) } }
}
