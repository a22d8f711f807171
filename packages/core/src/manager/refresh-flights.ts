// The refreshes under way of one provider: at most one per account in this process, whoever asks.
import { CCProxyError, toCCProxyError } from '../errors/ccproxy-error.js'
import type { BeforeSend } from '../http/http-client.js'
import type { LinkedFlow, LinkedReading } from '../oauth/oauth-flow.js'
import type { ManagerContext } from '../plugin/context.js'
import type { TokenSnapshot } from '../snapshot/token-snapshot.js'
import type { Credential, CredentialKey, NewOAuthCredential, OAuthCredential } from '../storage/credential.js'
import type { Lease } from '../storage/token-storage.js'
import { type Account, type HeldToken, isLiving } from './account.js'
import { isAmbient } from './ambient-credential.js'
import { bindingOf, brokenBinding } from './binding.js'
import type { CredentialCache } from './credential-cache.js'
import { freshnessOf } from './freshness.js'
import { linkedFlow } from './linked-token.js'
import { forgetError, noteError } from './noted-error.js'
import { type LinkTask, renewLink } from './renew-link.js'
import { renewUnderLock } from './renewal.js'
import { nameOf, type RenewalTask, type Renewed, type UnsavedRotation } from './renewal-task.js'
import { saveLater, saveNow } from './save-later.js'
import { lockTimeoutMs } from './sign-out.js'

/** What only this process has needs no lock, and must work where nothing can be written. A link is asked under its lock. */
function isMemoryOnly(credential: Credential): boolean {
  return isAmbient(credential) && credential.kind === 'oauth'
}

const unlocked: Lease = { signal: new AbortController().signal, assertHeld: () => {} }

export type RefreshReason = 'expired' | 'expiring' | 'rejected' | 'forced'

export interface TokenCalls {
  redeem(key: CredentialKey, credential: OAuthCredential, beforeSend?: BeforeSend): Promise<NewOAuthCredential>
  revoke(key: CredentialKey, credential: NewOAuthCredential): Promise<unknown>
  renewLink(key: CredentialKey, flow: LinkedFlow, reading: LinkedReading): ReturnType<LinkTask['renew']>
}

export class RefreshFlights {
  readonly #context: ManagerContext
  readonly #cache: CredentialCache
  readonly #calls: TokenCalls
  readonly #stopping = new AbortController()
  readonly #flying = new Set<Promise<unknown>>()
  readonly #unsaved = new Map<Account, { readonly task: RenewalTask; readonly saving: Promise<void> }>()

  constructor(context: ManagerContext, cache: CredentialCache, calls: TokenCalls) {
    this.#context = context
    this.#cache = cache
    this.#calls = calls
  }

  /** Joins the flight of this account, or starts it. It is detached from its callers. */
  join(key: CredentialKey, entry: Account, held: HeldToken, reason: RefreshReason): Promise<TokenSnapshot> {
    entry.flight ??= this.#start(key, entry, held, reason)
    return entry.flight
  }

  /**
   * Resolves when every flight has landed and what could not be saved was tried once more.
   * @throws CCPROXY_CREDENTIAL_UNSAVED when a renewed login is lost with this process
   */
  async stop(): Promise<void> {
    this.#stopping.abort()
    await Promise.allSettled(this.#flying)
    const unsaved = [...this.#unsaved]
    await Promise.allSettled(unsaved.map(([, { saving }]) => saving))
    const lost = await Promise.all(unsaved.map(async ([entry, { task }]) => this.#lastSave(task, entry.unsaved)))
    const first = lost.find((error) => error !== undefined)
    if (first !== undefined) throw first
  }

  /** @returns the error of a login that no disk has taken */
  async #lastSave(task: RenewalTask, unsaved: UnsavedRotation | undefined): Promise<CCProxyError | undefined> {
    if (unsaved === undefined) return undefined
    // Signed out, or signed in anew, meanwhile: what this process has belongs to no login any more.
    const { unsaved: left } = await saveNow(task, unsaved).catch(() => ({ unsaved: undefined }))
    if (left === undefined) return undefined
    const { logger } = this.#context
    const { code, message } = toCCProxyError(left.cause)
    if (left.aside !== undefined) {
      logger.warn('a renewed login was saved in a second place', { ...task.key, file: left.aside, code, message })
      return undefined
    }
    const error = new CCProxyError(
      'CCPROXY_CREDENTIAL_UNSAVED',
      `the renewed login of ${nameOf(task.key)} could be saved nowhere: ${message}`,
      { cause: left.cause },
    )
    logger.error('a renewed login is lost', { ...task.key, code, message, hint: error.hint })
    this.announceError(task.key, left.next.flow, error)
    return error
  }

  /** Tells observers what went wrong with a sign-in or a refresh. */
  announceError(key: CredentialKey, flow: string, { code, message, hint }: CCProxyError): void {
    const { hooks } = this.#context
    if (hooks.observed('oauth.error')) hooks.emit('oauth.error', { key, flow, code, message, hint })
  }

  async #start(key: CredentialKey, entry: Account, held: HeldToken, reason: RefreshReason): Promise<TokenSnapshot> {
    const flight = this.#fly(key, entry, held, reason)
    this.#flying.add(flight)
    try {
      return await flight
    } finally {
      this.#flying.delete(flight)
      entry.flight = undefined
    }
  }

  async #fly(key: CredentialKey, entry: Account, held: HeldToken, reason: RefreshReason): Promise<TokenSnapshot> {
    const { hooks, storage } = this.#context
    const { flow } = held.credential
    if (hooks.observed('oauth.refresh.request')) hooks.emit('oauth.refresh.request', { key, flow, reason })
    const task = this.#taskFor(key, entry, held.credential, reason)
    const isStored = !isAmbient(held.credential)
    try {
      const renewed = isMemoryOnly(held.credential)
        ? await renewUnderLock(task, unlocked)
        : await storage.withLock(key, (lease) => renewUnderLock(task, lease), { timeoutMs: lockTimeoutMs })
      const snapshot = this.#landed(key, task, renewed)
      if (isStored && renewed.source === 'network' && renewed.unsaved === undefined)
        await forgetError(this.#context, key)
      return snapshot
    } catch (error) {
      const failure = this.#failed(key, entry, held, toCCProxyError(error))
      if (isStored && entry.lastError !== undefined) await noteError(this.#context, key, entry.lastError)
      throw failure
    }
  }

  #taskFor(key: CredentialKey, { unsaved }: Account, known: Credential, reason: RefreshReason): RenewalTask {
    const { storage, clock, flows, packageName, baseUrl } = this.#context
    const isLivingNow = (credential: Credential): boolean =>
      (reason !== 'rejected' || credential.revision !== known.revision) && isLiving(freshnessOf(credential, clock))
    return {
      key,
      storage,
      known,
      isLiving: isLivingNow,
      renewLink: async (stored) => {
        const flow = linkedFlow(flows, stored)
        const renew: LinkTask['renew'] = (reading) => this.#calls.renewLink(key, flow, reading)
        return renewLink({ key, storage, known, flow, renew, isLiving: isLivingNow, now: () => clock.now() }, stored)
      },
      unsaved,
      now: () => clock.now(),
      redeem: (credential, beforeSend) => this.#calls.redeem(key, credential, beforeSend),
      revoke: async (credential) => void (await this.#calls.revoke(key, credential)),
      assertBound: (credential) => {
        const flow = flows.find(({ id }) => id === credential.flow)
        const broken = brokenBinding(credential, bindingOf(flow, packageName, baseUrl))
        if (broken !== undefined) throw broken
      },
    }
  }

  #landed(key: CredentialKey, task: RenewalTask, renewed: Renewed): TokenSnapshot {
    const { hooks, logger } = this.#context
    const { entry, held } = this.#cache.hold(key, renewed.credential)
    const { snapshot } = held
    // A token that is born old would be renewed at every request; the provider gets the time of a failure.
    if (isLiving(held.freshness)) entry.backOff.succeeded()
    else entry.backOff.failed(undefined)
    logger.info('token renewed', {
      ...key,
      source: renewed.source,
      expiresInSeconds: snapshot.expiresInSeconds,
    })
    if (hooks.observed('oauth.refresh.response')) {
      const { revision, flow, expiresAt } = snapshot
      const until = expiresAt === undefined ? {} : { expiresAt }
      hooks.emit('oauth.refresh.response', { key, flow, revision, source: renewed.source, ...until })
    }
    if (renewed.unsaved !== undefined) this.#keepUnsaved(key, entry, task, renewed.unsaved)
    else this.#forgetUnsaved(entry, entry.unsaved)
    return snapshot
  }

  #failed(key: CredentialKey, entry: Account, held: HeldToken, error: CCProxyError): CCProxyError {
    entry.backOff.failed(error)
    // Another process may know more by now: a sign-in, a sign-out, or that a sign-in is needed.
    entry.stale = true
    this.#cache.changed(key)
    this.#report(key, entry, held.credential.flow, error)
    return error
  }

  #report(key: CredentialKey, entry: Account, flow: string, error: CCProxyError): void {
    const { logger, clock } = this.#context
    const { code, message, hint } = error
    entry.lastError = { code, hint, at: clock.now() }
    logger.warn('token refresh failed', { ...key, code, message, hint })
    this.announceError(key, flow, error)
  }

  #keepUnsaved(key: CredentialKey, entry: Account, task: RenewalTask, unsaved: UnsavedRotation): void {
    entry.unsaved = unsaved
    this.#report(key, entry, unsaved.next.flow, toCCProxyError(unsaved.cause))
    const saving = this.#saveLater(key, entry, task, unsaved)
    this.#unsaved.set(entry, { task, saving })
  }

  async #saveLater(key: CredentialKey, entry: Account, task: RenewalTask, unsaved: UnsavedRotation): Promise<void> {
    try {
      const saved = await saveLater(task, unsaved, this.#stopping.signal)
      if (saved === undefined) return
      this.#cache.hold(key, saved)
    } catch {
      // Signed out, or signed in anew, while the disk was refusing: what we hold is nobody's any more.
      this.#cache.drop(key)
    }
    this.#forgetUnsaved(entry, unsaved)
  }

  /** Only that one: a later renewal may have left another. */
  #forgetUnsaved(entry: Account, saved: UnsavedRotation | undefined): void {
    if (entry.unsaved !== saved) return
    entry.unsaved = undefined
    this.#unsaved.delete(entry)
  }
}
