import type { TokenError } from '../snapshot/token-state.js'
import type { Credential, CredentialKey, NewCredential, NewOAuthCredential } from './credential.js'
import type { RedeemTickets } from './redeem-tickets.js'

/** Held while a `withLock` task runs. */
export interface Lease {
  /** Aborts when a remote lock (Redis) was lost. A kernel-held lock is never lost while its holder lives. */
  readonly signal: AbortSignal
  /** Before an irreversible step. @throws CCPROXY_STORAGE_LOCK_TIMEOUT when the lock was lost. */
  assertHeld(): void
}

export interface LockOptions {
  /** How long to wait for another holder. */
  readonly timeoutMs: number
  readonly signal?: AbortSignal
}

export interface WritableOptions {
  /** The token to be saved replaces one that works once: it needs a lock that holds. */
  readonly rotating: boolean
}

/** Dumb, atomic, comparable. Knows nothing of OAuth. All methods may be called concurrently. */
export interface TokenStorage {
  /**
   * Absent → undefined. A place that was there and is gone as a whole (a folder that was moved, a disk that was removed) is no
   * absence. @throws CCPROXY_STORAGE_CORRUPT | _VERSION | _PERMISSION | _FAILED; never a guess.
   */
  read(key: CredentialKey): Promise<Credential | undefined>
  /**
   * Durable when it resolves. `expectedRevision: null` = must not exist. Compare-and-swap is valid under the lock only.
   * @throws CCPROXY_STORAGE_CONFLICT when the stored revision is another, also when there is no credential any more
   */
  write(
    key: CredentialKey,
    next: NewCredential,
    options: { readonly expectedRevision: string | null },
  ): Promise<Credential>
  /**
   * A second place for a rotation that `write` could not save: `read` gives it while it is newer than what is stored, and a
   * `write` or `remove` of the account ends it. Durable when it resolves. Absent: there is no second place.
   * @returns where it is, for people @throws CCPROXY_STORAGE_* when the second place refuses it, too
   */
  writeAside?(key: CredentialKey, next: NewOAuthCredential): Promise<string>
  /** False when it was already gone. @throws CCPROXY_STORAGE_CONFLICT */
  remove(key: CredentialKey, options: { readonly expectedRevision: string }): Promise<boolean>
  /** @param options.provider who asks needs the accounts of this provider alone; others may be among them */
  list(options?: { readonly provider: string }): Promise<readonly CredentialKey[]>
  /** Exclusive across processes and never overtaken while the holder lives. @throws CCPROXY_STORAGE_LOCK_TIMEOUT */
  withLock<T>(key: CredentialKey, task: (lease: Lease) => Promise<T>, options: LockOptions): Promise<T>
  /** Proves that a `write` would be saved, before a token is spent. @throws CCPROXY_STORAGE_READ_ONLY | _FULL | _PERMISSION | _NETWORK */
  ensureWritable(key: CredentialKey, options: WritableOptions): Promise<void>
  /** Remembers, by hash, each refresh token that was sent. Shared by everyone who could hold a copy of it. */
  readonly tickets: RedeemTickets
  /** Changes by other processes, seen within 2 s. Absent: the manager re-reads by polling. */
  watch?(listener: (key: CredentialKey) => void): () => void
  /**
   * Remembers why the last refresh failed, so that other processes can show it; undefined forgets it. No part of the
   * credential: its revision stays. `remove` forgets it too. Absent: only the process that failed knows.
   */
  noteError?(key: CredentialKey, error: TokenError | undefined): Promise<void>
  /** What `noteError` remembers. Never rejects for what is not there or cannot be read. */
  lastError?(key: CredentialKey): Promise<TokenError | undefined>
  /** Where a credential is kept, for people. */
  describe(key: CredentialKey): string
  close?(): Promise<void>
}
