import type { CredentialAdditions } from '@ccproxy/core'
import * as v from 'valibot'
import { idTokenAnswer, idTokenClaims } from '../schemas.js'

/** Who signed in, by the id token, which was verified before. A renewal may come without one. */
export function identityOf(answer: Readonly<Record<string, unknown>>): CredentialAdditions {
  const { id_token: token } = v.parse(idTokenAnswer, answer)
  if (token === undefined) return {}
  const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()
  return { profile: { id: v.parse(idTokenClaims, payload).sub } }
}
