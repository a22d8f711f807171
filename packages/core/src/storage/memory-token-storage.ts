import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { CCProxyError } from '../errors/ccproxy-error.js'
import { systemClock } from '../plugin/clock.js'
import type { TokenError } from '../snapshot/token-state.js'
import type { Credential, CredentialKey, NewCredential } from './credential.js'
import { assertCredentialKey } from './credential-key.js'
import type { RedeemTicket, RedeemTickets } from './redeem-tickets.js'
import type { Lease, LockOptions, TokenStorage } from './token-storage.js'

/** The oldest are of tokens that are long dead. */
const mostTickets = 1000

class MemoryRedeemTickets implements RedeemTickets {
  readonly #tickets = new Map<string, RedeemTicket>()

  async take(id: string): Promise<RedeemTicket | undefined> {
    const first = this.#tickets.get(id)
    if (first !== undefined) return first
    if (this.#tickets.size >= mostTickets) this.#tickets.delete(this.#tickets.keys().next().value ?? '')
    this.#tickets.set(id, { at: systemClock.now(), pid: process.pid, outcome: 'in-flight' })
    return undefined
  }

  async settle(id: string, outcome: 'redeemed' | 'unknown' | 'held'): Promise<void> {
    const seen = outcome === 'held' ? 'in-flight' : outcome
    this.#tickets.set(id, { at: systemClock.now(), pid: process.pid, outcome: seen })
  }

  async withdraw(id: string): Promise<void> {
    this.#tickets.delete(id)
  }
}

/** Forgets everything with the process: for tests, and for plugins that must not touch the disk. */
export class MemoryTokenStorage implements TokenStorage {
  readonly tickets: RedeemTickets = new MemoryRedeemTickets()
  readonly #credentials = new Map<string, { readonly key: CredentialKey; readonly credential: Credential }>()
  readonly #errors = new Map<string, TokenError>()
  readonly #locked = new Set<string>()

  async read(key: CredentialKey): Promise<Credential | undefined> {
    return this.#credentials.get(idOf(key))?.credential
  }

  async write(
    key: CredentialKey,
    next: NewCredential,
    { expectedRevision }: { readonly expectedRevision: string | null },
  ): Promise<Credential> {
    this.#assertRevision(key, expectedRevision)
    const credential = { ...next, revision: randomUUID() }
    this.#credentials.set(idOf(key), { key, credential })
    return credential
  }

  async remove(key: CredentialKey, { expectedRevision }: { readonly expectedRevision: string }): Promise<boolean> {
    this.#errors.delete(idOf(key))
    if (!this.#credentials.has(idOf(key))) return false
    this.#assertRevision(key, expectedRevision)
    return this.#credentials.delete(idOf(key))
  }

  async list(): Promise<readonly CredentialKey[]> {
    return [...this.#credentials.values()].map(({ key }) => key)
  }

  async withLock<T>(key: CredentialKey, task: (lease: Lease) => Promise<T>, options: LockOptions): Promise<T> {
    const id = idOf(key)
    options.signal?.throwIfAborted()
    const deadline = performance.now() + options.timeoutMs
    while (this.#locked.has(id)) {
      if (performance.now() >= deadline)
        throw new CCProxyError('CCPROXY_STORAGE_LOCK_TIMEOUT', `${id} has been locked for ${options.timeoutMs} ms`)
      await sleep(1, undefined, options.signal === undefined ? {} : { signal: options.signal })
    }
    this.#locked.add(id)
    try {
      return await task({ signal: new AbortController().signal, assertHeld: () => {} })
    } finally {
      this.#locked.delete(id)
    }
  }

  async ensureWritable(key: CredentialKey): Promise<void> {
    assertCredentialKey(key)
  }

  async noteError(key: CredentialKey, error: TokenError | undefined): Promise<void> {
    if (error === undefined) this.#errors.delete(idOf(key))
    else this.#errors.set(idOf(key), error)
  }

  async lastError(key: CredentialKey): Promise<TokenError | undefined> {
    return this.#errors.get(idOf(key))
  }

  describe(): string {
    return 'memory'
  }

  #assertRevision(key: CredentialKey, expected: string | null): void {
    if ((this.#credentials.get(idOf(key))?.credential.revision ?? null) !== expected)
      throw new CCProxyError('CCPROXY_STORAGE_CONFLICT', `the credential ${idOf(key)} was changed meanwhile`)
  }
}

function idOf(key: CredentialKey): string {
  assertCredentialKey(key)
  return `${key.provider}/${key.account}`
}
