import type { CredentialAdditions } from '@ccproxy/core'
import * as v from 'valibot'
import { idTokenClaims } from './schemas.js'

/**
 * Who signed in, for showing only: an id token comes when `oauth.scopes` ask for it (`openid profile email`), straight from
 * the token endpoint.
 */
export function idTokenProfile({ id_token: idToken }: Readonly<Record<string, unknown>>): CredentialAdditions {
  if (typeof idToken !== 'string') return {}
  const payload = Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString()
  const claims = v.safeParse(v.pipe(v.string(), v.parseJson(), idTokenClaims), payload)
  if (!claims.success) return {}
  const { oid, tid, email, preferred_username: userName } = claims.output
  const address = email ?? userName
  return {
    profile: {
      ...(oid !== undefined && { id: oid }),
      ...(address !== undefined && { email: address }),
      ...(tid !== undefined && { attributes: { tenant: tid } }),
    },
  }
}
