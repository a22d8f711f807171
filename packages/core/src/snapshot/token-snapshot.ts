import type { Credential, CredentialKey, CredentialProfile } from '../storage/credential.js'
import type { TokenError, TokenState } from './token-state.js'
import type { TokenStatus } from './token-status.js'

/**
 * What may be known about a token without knowing the token. Frozen; `state` and `expiresInSeconds` are accessors over
 * the clock, so a cached snapshot never lies. `JSON.stringify` and `console.log` show the masked form.
 */
export interface TokenSnapshot {
  readonly key: CredentialKey
  readonly revision: string
  readonly kind: Credential['kind']
  /** `OAuthFlow.id`; empty when absent. */
  readonly flow: string
  readonly state: TokenState
  /** Epoch ms. Absent: no end is known. */
  readonly expiresAt?: number
  readonly expiresInSeconds: number | undefined
  /** When this token came, epoch ms; 0 for a key that nobody signed in with. */
  readonly obtainedAt: number
  /** Epoch ms. Absent: not known, or nobody did. */
  readonly signedInAt?: number
  readonly scopes: readonly string[]
  readonly account?: CredentialProfile
  readonly lastRefreshAt?: number
  /** Epoch ms. Absent: no end of the refresh token is known. */
  readonly refreshTokenExpiresAt?: number
  /** From then on only a new sign-in helps, epoch ms. Absent: no end is known. */
  readonly loginEndsAt?: number
  /** The end of the login is known and near: within three days and the last fifth of its life. */
  readonly endsSoon: boolean
  /** A request can be served with it, now or after one refresh. */
  readonly usable: boolean
  readonly lastError: TokenError | undefined
  /** At most the first 4 and last 4 characters; none of a short one. */
  readonly accessTokenPreview: string
  readonly hasRefreshToken: boolean
  /** Where the credential is kept, for people. */
  readonly storage: string
  /** Other credentials of this account that this one wins over. */
  readonly shadows: readonly string[]
  /** The one door a secret leaves by. @throws CCPROXY_CREDENTIAL_ABSENT */
  reveal(): string
  /** What `ccproxy auth status --json` shows. */
  toJSON(): TokenStatus
}

/** What a plugin may add to a snapshot; all of it non-secret. */
export interface TokenSnapshotFields {
  readonly scopes?: readonly string[]
  readonly account?: CredentialProfile
}
