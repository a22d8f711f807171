import type { Credential, CredentialProfile } from '../storage/credential.js'
import type { TokenSnapshot, TokenState } from './token-snapshot.js'

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

function iso(at: number | undefined): string | null {
  return at === undefined ? null : new Date(at).toISOString()
}

/** What `TokenSnapshot.toJSON` gives, for whoever makes snapshots. */
export function tokenStatus(snapshot: Omit<TokenSnapshot, 'reveal' | 'toJSON'>): TokenStatus {
  const { key, state, lastError } = snapshot
  const absent = state === 'absent'
  return {
    provider: key.provider,
    account: key.account,
    kind: absent ? null : snapshot.kind,
    flow: absent ? null : snapshot.flow,
    state,
    expiresAt: iso(snapshot.expiresAt),
    expiresInSeconds: snapshot.expiresInSeconds ?? null,
    scopes: snapshot.scopes,
    accessToken: absent ? null : snapshot.accessTokenPreview,
    hasRefreshToken: snapshot.hasRefreshToken,
    signedInAt: iso(snapshot.signedInAt),
    // A key of the settings or the environment was obtained nobody knows when.
    obtainedAt: snapshot.obtainedAt === 0 ? null : iso(snapshot.obtainedAt),
    lastRefreshAt: iso(snapshot.lastRefreshAt),
    lastError:
      lastError === undefined
        ? null
        : { code: lastError.code, hint: lastError.hint, at: new Date(lastError.at).toISOString() },
    refreshTokenExpiresAt: iso(snapshot.refreshTokenExpiresAt),
    loginEndsAt: iso(snapshot.loginEndsAt),
    endsSoon: snapshot.endsSoon,
    profile: snapshot.account ?? null,
    storage: absent ? null : snapshot.storage,
    shadows: snapshot.shadows,
  }
}
