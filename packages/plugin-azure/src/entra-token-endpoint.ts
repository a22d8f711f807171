import type { TokenEndpoint } from '@ccproxy/core'
import * as v from 'valibot'
import { remedyFor } from './entra-errors.js'
import { entraRefusal } from './schemas.js'

/** Entra's words → those of the standards. */
const standardErrors: ReadonlyMap<string, string> = new Map([
  // https://learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code#expected-errors
  ['authorization_declined', 'access_denied'],
  ['bad_verification_code', 'invalid_grant'],
  // A person must come back; the same refresh token is refused until then.
  ['interaction_required', 'invalid_grant'],
  ['login_required', 'invalid_grant'],
  ['consent_required', 'invalid_grant'],
])

/** "A client loop was detected": said as `invalid_grant`, but it passes, and the login lives on. */
const tooManyRequests = 50_196

type Answer = Readonly<Record<string, unknown>>

function normalize(answer: Answer): Answer {
  if (!v.is(entraRefusal, answer)) return answer
  const { error, error_codes: codes } = v.parse(entraRefusal, answer)
  return { ...answer, error: codes.includes(tooManyRequests) ? 'slow_down' : (standardErrors.get(error) ?? error) }
}

/** https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow#redeem-a-code-for-an-access-token */
export function entraTokenEndpoint(url: string): TokenEndpoint {
  return { url, normalize, explain: ({ description = '' }) => remedyFor(description) }
}
