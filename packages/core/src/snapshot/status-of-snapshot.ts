import type { TokenSnapshot } from './token-snapshot.js'
import type { TokenStatus } from './token-status.js'

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
    usable: snapshot.usable,
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
