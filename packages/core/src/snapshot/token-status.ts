import type { Credential, CredentialProfile } from '../storage/credential.js'
import type { TokenState } from './token-state.js'

/**
 * One login as `ccproxy auth status --json` and `GET /auth/status` show it: nothing in it is a secret, times are ISO 8601,
 * null stands for what is not known.
 */
export interface TokenStatus {
  readonly provider: string
  readonly account: string
  /** Null also for a credential that could not be read; `lastError` says why. */
  readonly kind: Credential['kind'] | null
  readonly flow: string | null
  readonly state: TokenState
  /** A request can be served with it, now or after one refresh. False also when that is not known. */
  readonly usable: boolean
  readonly expiresAt: string | null
  readonly expiresInSeconds: number | null
  readonly scopes: readonly string[]
  /** Masked. */
  readonly accessToken: string | null
  readonly hasRefreshToken: boolean
  readonly signedInAt: string | null
  /** When the current access token came. */
  readonly obtainedAt: string | null
  readonly lastRefreshAt: string | null
  readonly lastError: { readonly code: string; readonly hint: string; readonly at: string } | null
  readonly refreshTokenExpiresAt: string | null
  /** From then on only a new sign-in helps. */
  readonly loginEndsAt: string | null
  readonly endsSoon: boolean
  readonly profile: CredentialProfile | null
  readonly storage: string | null
  readonly shadows: readonly string[]
}
