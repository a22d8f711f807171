import type { Credential, CredentialKey, CredentialProfile } from '../storage/credential.js'

/**
 * `valid`: use it. `expiring`: use it, a refresh is due. `expired`: a refresh comes first. `needs-login`: it cannot be
 * renewed any more (a living access token is still served). `absent`: nobody signed in.
 */
export type TokenState = 'valid' | 'expiring' | 'expired' | 'needs-login' | 'absent'

export interface TokenError {
  readonly code: string
  readonly hint: string
  readonly at: number
}

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
  readonly obtainedAt: number
  readonly scopes: readonly string[]
  readonly account?: CredentialProfile
  readonly lastRefreshAt?: number
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
  /** The fields of `ccproxy auth status --json`, times in ISO 8601, the token masked. */
  toJSON(): object
}

/** What a plugin may add to a snapshot; all of it non-secret. */
export interface TokenSnapshotFields {
  readonly scopes?: readonly string[]
  readonly account?: CredentialProfile
}
