import type { Credential, TokenSnapshot, TokenState } from '@ccproxy/core'

/** One line of `auth status --json`. Nothing in it is a secret; null stands for what is not known. */
export interface CredentialRow {
  readonly provider: string
  readonly account: string
  readonly kind: Credential['kind'] | null
  readonly state: TokenState
  /** ISO 8601. */
  readonly expiresAt: string | null
  readonly expiresInSeconds: number | null
  readonly scopes: readonly string[]
  /** Masked. */
  readonly accessToken: string | null
  readonly hasRefreshToken: boolean
  /** ISO 8601. */
  readonly lastRefreshAt: string | null
  readonly lastError: { readonly code: string; readonly hint: string; readonly at: string } | null
  readonly storage: string | null
}

function iso(at: number | undefined): string | null {
  return at === undefined ? null : new Date(at).toISOString()
}

export function credentialRow(snapshot: TokenSnapshot): CredentialRow {
  const { key, state, lastError } = snapshot
  const absent = state === 'absent'
  return {
    provider: key.provider,
    account: key.account,
    kind: absent ? null : snapshot.kind,
    state,
    expiresAt: iso(snapshot.expiresAt),
    expiresInSeconds: snapshot.expiresInSeconds ?? null,
    scopes: snapshot.scopes,
    accessToken: absent ? null : snapshot.accessTokenPreview,
    hasRefreshToken: snapshot.hasRefreshToken,
    lastRefreshAt: iso(snapshot.lastRefreshAt),
    lastError: lastError === undefined ? null : { ...lastError, at: new Date(lastError.at).toISOString() },
    storage: absent ? null : snapshot.storage,
  }
}

/** True when nothing but a person can make this login usable. */
export function needsLogin({ state, hasRefreshToken }: Pick<CredentialRow, 'state' | 'hasRefreshToken'>): boolean {
  return state === 'absent' || state === 'needs-login' || (state === 'expired' && !hasRefreshToken)
}
