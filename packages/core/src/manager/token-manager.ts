import type { LoginInteraction } from '../oauth/login-context.js'
import type { TokenSnapshot } from '../snapshot/token-snapshot.js'
import type { CredentialKey } from '../storage/credential.js'
import type { Upkeep } from './upkeep.js'

export interface AcquireOptions {
  /** The token that the provider just refused with 401. The same revision coming back means "nothing newer; do not replay". */
  readonly rejected?: TokenSnapshot
  /** The token must live this much longer, ms. */
  readonly minTtlMs?: number
  /** No request wants it: renews when `upkeep` says so, waits for that, and does not count as a use. */
  readonly upkeep?: boolean
  /** Ends this caller's wait, never the refresh that others share. */
  readonly signal?: AbortSignal
}

/** Keeps the logins of one provider alive. All methods may be called concurrently. */
export interface TokenManager {
  /** Synchronous hot path, no I/O: the snapshot when it needs no work at all, else undefined (then `acquire`). */
  peek(key: CredentialKey): TokenSnapshot | undefined
  /** A token that can be used now. @throws CCPROXY_CREDENTIAL_ABSENT | CCPROXY_CREDENTIAL_NEEDS_LOGIN | the refresh's own error */
  acquire(key: CredentialKey, options?: AcquireOptions): Promise<TokenSnapshot>
  /** What is known, without any request to the provider. Absent → a snapshot in state `absent`. */
  snapshot(key: CredentialKey): Promise<TokenSnapshot>
  /** Every account that has a credential, stored or ambient (settings, environment). */
  accounts(): Promise<readonly CredentialKey[]>
  /**
   * Runs a flow and stores what it brings; of several, whichever is finished first. On any failure nothing is changed.
   * @throws CCPROXY_OAUTH_*
   */
  login(key: CredentialKey, flowId: string | readonly string[], interaction: LoginInteraction): Promise<TokenSnapshot>
  /** Renews now, whatever the time left. @throws CCPROXY_CREDENTIAL_* | CCPROXY_OAUTH_* */
  refresh(key: CredentialKey): Promise<TokenSnapshot>
  /** Revokes where the provider can, then removes. Waits for a refresh under way. */
  logout(key: CredentialKey): Promise<LogoutResult>
  /**
   * When the next refresh is due, epoch ms; undefined: never. Accounts that a request used in the last 24 h are kept
   * fresh; the others get one refresh at half of their refresh token's life, where that is known. Asks no provider.
   */
  nextRefreshAt(key: CredentialKey): Promise<number | undefined>
  /** The same, and what else a scheduler needs to know; undefined: there is no such login. Absent: `nextRefreshAt` is all. */
  upkeep?(key: CredentialKey): Promise<Upkeep | undefined>
  /** Calls `listener` when an account came, went, or needs another upkeep than before. Absent: ask again from time to time. */
  onChange?(listener: (key: CredentialKey) => void): () => void
  /** Waits for refreshes that were sent, until they are saved; then nothing runs any more. */
  stop(): Promise<void>
}

export interface LogoutResult {
  /** False when there was nothing to remove. */
  readonly removed: boolean
  /** `not-offered`: the provider has no revocation endpoint, or the kind has nothing to revoke. */
  readonly revocation: 'revoked' | 'failed' | 'not-offered'
}
