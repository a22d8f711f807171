// The credentials of one provider in memory: read once, read again when another process may have written.
import { type CCProxyError, toCCProxyError } from '../errors/ccproxy-error.js'
import type { ManagerContext } from '../plugin/context.js'
import { createTokenSnapshot } from '../snapshot/create-token-snapshot.js'
import { loginEndOf } from '../snapshot/login-end.js'
import type { TokenSnapshot, TokenSnapshotFields } from '../snapshot/token-snapshot.js'
import type { Credential, CredentialKey } from '../storage/credential.js'
import { assertCredentialKey } from '../storage/credential-key.js'
import { isNewerRotation } from '../storage/newer-rotation.js'
import { Account, type CredentialOrigin, type HeldToken, isFresh, stateOf } from './account.js'
import { isUsable, lastErrorOf } from './account-view.js'
import { ambientCredentials, isAmbient } from './ambient-credential.js'
import { bindingOf, brokenBinding } from './binding.js'
import { credentialsInForce } from './credentials-in-force.js'
import { freshnessOf } from './freshness.js'
import { restoreRotation } from './restore-rotation.js'
import { keptFreshMs } from './upkeep.js'

/** Storages that cannot watch are read again after this. */
const pollMs = 2000

export interface CacheRules {
  readonly leadMs: number
  fieldsOf(credential: Credential): TokenSnapshotFields
}

export class CredentialCache {
  readonly #context: ManagerContext
  readonly #rules: () => CacheRules
  readonly #accounts = new Map<string, Account>()
  readonly #listeners = new Set<(key: CredentialKey) => void>()
  #unwatch: (() => void) | undefined

  /** @param rules late, because a subclass of the manager defines them after its own construction */
  constructor(context: ManagerContext, rules: () => CacheRules) {
    this.#context = context
    this.#rules = rules
  }

  keyOf(account: string): CredentialKey {
    return { provider: this.#context.name, account }
  }

  /** What is in memory and certainly current. */
  current({ account }: CredentialKey): (Account & { readonly held: HeldToken }) | undefined {
    const entry = this.#accounts.get(account)
    if (entry === undefined || entry.stale || this.#isOld(entry)) return undefined
    return isLoaded(entry) ? entry : undefined
  }

  /** A request wants this login. On the hot path: two numbers. */
  use(key: CredentialKey, entry: Account): void {
    const now = this.#context.clock.monotonic()
    const wasIdle = now - entry.usedAt > keptFreshMs
    entry.usedAt = now
    if (wasIdle) this.changed(key)
  }

  /** Calls `listener` when something that decides about the next refresh may be different. */
  onChange(listener: (key: CredentialKey) => void): () => void {
    this.#watch()
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  changed(key: CredentialKey): void {
    for (const listener of this.#listeners) listener(key)
  }

  /** Asks the storage what other processes noted of their refreshes. */
  async hear(
    key: CredentialKey,
    { entry, held }: { readonly entry: Account; readonly held: HeldToken },
  ): Promise<void> {
    if (!isAmbient(held.credential) && held.credential.kind !== 'api-key')
      entry.noted = await this.#context.storage.lastError?.(key).catch(() => undefined)
  }

  /** The entry of an account that has a credential. An account that has none leaves nothing behind. @throws CCPROXY_STORAGE_* */
  async load(key: CredentialKey): Promise<{ readonly entry: Account; readonly held: HeldToken } | undefined> {
    assertCredentialKey(key)
    this.#watch()
    const current = this.current(key)
    if (current !== undefined) return { entry: current, held: current.held }
    const entry = this.#accounts.get(key.account)
    if (entry?.unsaved !== undefined && entry.held !== undefined) return { entry, held: entry.held }

    if (entry !== undefined) entry.stale = false
    const startedAt = this.#context.clock.monotonic()
    const stored = await this.#read(key)
    if (stored === 'unreadable') return this.#inMemory(key)
    const meanwhile = this.#accounts.get(key.account)
    // A refresh landed while the file was read: what it brought is newer.
    if (meanwhile?.held !== undefined && meanwhile.loadedAt > startedAt)
      return { entry: meanwhile, held: meanwhile.held }
    if (meanwhile?.held !== undefined && stored !== undefined && isNewerRotation(meanwhile.held.credential, stored)) {
      meanwhile.restoring ??= restoreRotation(this.#context, key, meanwhile.held.credential).finally(() => {
        meanwhile.restoring = undefined
        meanwhile.stale = true
      })
      return { entry: meanwhile, held: meanwhile.held }
    }
    const [winner, ...others] = await credentialsInForce(this.#context, key, stored, meanwhile?.held?.credential)
    if (winner === undefined) {
      this.#accounts.delete(key.account)
      return undefined
    }
    const { credential, where } = winner
    const shadows = others.flatMap((other) => other.where ?? [])
    return this.#keep(key, credential, { ...(where !== undefined && { where }), shadows })
  }

  /** Puts a credential in memory that this process brought. */
  hold(key: CredentialKey, credential: Credential): { readonly entry: Account; readonly held: HeldToken } {
    const before = this.#accounts.get(key.account)?.held?.credential.revision
    const { origin } = this.#accounts.get(key.account) ?? { origin: { shadows: [] } }
    const kept = this.#keep(key, credential, isAmbient(credential) ? origin : { shadows: origin.shadows })
    if (before !== credential.revision) this.changed(key)
    return kept
  }

  /** The same revision keeps its snapshot and its clocks. */
  #keep(
    key: CredentialKey,
    credential: Credential,
    origin: CredentialOrigin,
  ): { readonly entry: Account; readonly held: HeldToken } {
    const entry = this.#accounts.get(key.account) ?? this.#newAccount(credential)
    this.#accounts.set(key.account, entry)
    entry.loadedAt = this.#context.clock.monotonic()
    const moved = entry.origin.where !== origin.where || entry.origin.shadows.join() !== origin.shadows.join()
    entry.origin = origin
    if (moved || entry.held?.credential.revision !== credential.revision) {
      entry.held = this.#held(key, entry, credential)
      if (credential.needsLogin === undefined) entry.lastError = undefined
    }
    return { entry, held: entry.held ?? this.#held(key, entry, credential) }
  }

  /** What lives in memory outlives a file that cannot be read. @throws CCPROXY_STORAGE_* when nothing is in memory */
  async #read(key: CredentialKey): Promise<Credential | 'unreadable' | undefined> {
    try {
      const stored = await this.#context.storage.read(key)
      const entry = this.#accounts.get(key.account)
      if (entry !== undefined) entry.unreadable = undefined
      return stored
    } catch (error) {
      const known = this.#inMemory(key)
      if (known === undefined) throw error
      this.#reportUnreadable(key, known, toCCProxyError(error))
      return 'unreadable'
    }
  }

  #inMemory({ account }: CredentialKey): { readonly entry: Account; readonly held: HeldToken } | undefined {
    const entry = this.#accounts.get(account)
    return entry?.held === undefined ? undefined : { entry, held: entry.held }
  }

  #reportUnreadable(
    key: CredentialKey,
    known: { readonly entry: Account; readonly held: HeldToken },
    error: CCProxyError,
  ): void {
    const { entry, held } = known
    const { clock, hooks, logger } = this.#context
    const { code, message, hint } = error
    entry.loadedAt = clock.monotonic()
    const isNews = entry.unreadable?.code !== code
    entry.unreadable = { code, hint, at: clock.now() }
    if (!isNews) return
    logger.warn('a login could not be read; what is in memory is used', { ...key, code, message, hint })
    const { flow } = held.credential
    if (hooks.observed('oauth.error')) hooks.emit('oauth.error', { key, flow, code, message, hint })
  }

  drop(key: CredentialKey): void {
    this.#accounts.delete(key.account)
    this.changed(key)
  }

  absent(key: CredentialKey): TokenSnapshot {
    return createTokenSnapshot({
      key,
      credential: undefined,
      fields: {},
      storage: this.#context.storage.describe(key),
      shadows: [],
      end: undefined,
      state: () => 'absent',
      remainingMs: () => undefined,
      lastError: () => undefined,
      usable: () => false,
      endsSoon: () => false,
    })
  }

  async keys(): Promise<readonly CredentialKey[]> {
    const { name, storage } = this.#context
    const stored = (await storage.list({ provider: name })).filter(({ provider }) => provider === name)
    const hasDefault = stored.some(({ account }) => account === 'default')
    return hasDefault || ambientCredentials(this.#context).length === 0 ? stored : [this.keyOf('default'), ...stored]
  }

  close(): void {
    this.#unwatch?.()
  }

  #held(key: CredentialKey, entry: Account, credential: Credential): HeldToken {
    const { clock, flows, packageName, baseUrl, storage } = this.#context
    const rules = this.#rules()
    const flow = flows.find(({ id }) => id === credential.flow)
    const token = {
      credential,
      freshness: freshnessOf(credential, clock, rules.leadMs),
      broken: brokenBinding(credential, bindingOf(flow, packageName, baseUrl)),
    }
    const end = loginEndOf(credential)
    const snapshot = createTokenSnapshot({
      key,
      credential,
      end,
      fields: rules.fieldsOf(credential),
      storage: entry.origin.where ?? storage.describe(key),
      shadows: entry.origin.shadows,
      state: () => stateOf(token, clock.now()),
      remainingMs: token.freshness.remainingMs,
      lastError: () => lastErrorOf(token, entry),
      usable: () => isUsable(token, entry),
      endsSoon: () => end !== undefined && stateOf(token, clock.now()) !== 'needs-login' && clock.now() >= end.noticeAt,
    })
    return { ...token, snapshot }
  }

  #watch(): void {
    this.#unwatch ??= this.#context.storage.watch?.((changed) => this.#markStale(changed))
  }

  /** Nothing tells who used it before this process; a sign-in or a refresh of the last day counts as a use. */
  #newAccount({ obtainedAt }: Credential): Account {
    const { clock } = this.#context
    const account = new Account(clock)
    account.usedAt = clock.monotonic() - Math.max(0, clock.now() - obtainedAt)
    return account
  }

  #isOld(entry: Account): boolean {
    // A repair of permissions changes no folder, so a watch does not see it.
    const polled =
      this.#context.storage.watch === undefined || entry.unreadable !== undefined || awaitsItsOwner(entry.held)
    return polled && this.#context.clock.monotonic() - entry.loadedAt > pollMs
  }

  #markStale({ provider, account }: CredentialKey): void {
    if (provider !== this.#context.name) return
    const entry = this.#accounts.get(account)
    if (entry !== undefined) entry.stale = true
    this.changed({ provider, account })
  }
}

function isLoaded(entry: Account): entry is Account & { readonly held: HeldToken } {
  return entry.held !== undefined
}

/** Another tool may renew it any moment, in a file that we do not watch. */
function awaitsItsOwner(held: HeldToken | undefined): boolean {
  return held?.credential.kind === 'linked' && !isFresh(held)
}
