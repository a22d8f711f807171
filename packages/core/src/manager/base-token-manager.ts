import { CCProxyError, toCCProxyError } from '../errors/ccproxy-error.js'
import type { BeforeSend } from '../http/http-client.js'
import type { FlowSession } from '../oauth/flow-session.js'
import type { LoginInteraction } from '../oauth/login-context.js'
import type { OAuthFlow, RefreshContext } from '../oauth/oauth-flow.js'
import { redeemRefreshToken } from '../oauth/redeem-refresh-token.js'
import { createRefreshContext } from '../oauth/refresh-context.js'
import { revokeCredential } from '../oauth/revoke-credential.js'
import { runLogins } from '../oauth/run-logins.js'
import type { ManagerContext } from '../plugin/context.js'
import type { TokenSnapshot, TokenSnapshotFields } from '../snapshot/token-snapshot.js'
import type { Credential, CredentialKey, NewOAuthCredential, OAuthCredential } from '../storage/credential.js'
import { assertCredentialKey } from '../storage/credential-key.js'
import { type Account, canRenew, type HeldToken, isDue, isFresh, isLiving } from './account.js'
import { absentError, backedOff } from './acquire-refusals.js'
import { bindingOf, brokenBinding } from './binding.js'
import { CredentialCache } from './credential-cache.js'
import { datedRenewal } from './dated-credential.js'
import { defaultLeadMs } from './freshness.js'
import { type LinkedToken, withToken } from './linked-token.js'
import { RefreshFlights } from './refresh-flights.js'
import { endedError, needsLoginError } from './renewal-task.js'
import { signOut } from './sign-out.js'
import { orUnreadable, storeLogin } from './store-login.js'
import type { AcquireOptions, LogoutResult, TokenManager } from './token-manager.js'
import { type Upkeep, upkeepOf } from './upkeep.js'
import { waitForFlight } from './wait-for-flight.js'

/** At most one refresh in this time is caused by 401 answers: a provider that refuses for policy is not asked for tokens. */
const rejectedRefreshIntervalMs = 60_000
/** For the owner of a linked credential to hand over a token. */
const ownerTimeoutMs = 30_000

/**
 * One policy for every kind of credential: an API key is a credential that never expires and cannot be renewed.
 * A subclass says what a snapshot shows and, where the provider deviates, how a refresh is done.
 */
export abstract class BaseTokenManager<Settings = unknown> implements TokenManager {
  protected readonly context: ManagerContext<Settings>
  /** How long before its end a token is renewed, ms. */
  protected readonly leadMs: number = defaultLeadMs
  readonly #cache: CredentialCache
  readonly #flights: RefreshFlights

  constructor(context: ManagerContext<Settings>) {
    this.context = context
    this.#cache = new CredentialCache(context, () => ({
      leadMs: this.leadMs,
      fieldsOf: (credential) => this.buildTokenSnapshot(credential),
    }))
    this.#flights = new RefreshFlights(context, this.#cache, {
      redeem: (key, credential, beforeSend) => this.#redeem(key, credential, beforeSend),
      revoke: (key, credential) => this.#revoke(key, credential),
      renewLink: async (key, flow, reading) => {
        if (flow.renew === undefined) throw needsLoginError(key, `its owner has not renewed ${reading.where}`)
        return flow.renew(reading, this.#refreshContext(key, flow))
      },
    })
  }

  protected abstract buildTokenSnapshot(credential: Credential): TokenSnapshotFields

  /** Called under lock, after the re-read and the redeem ticket, at most once per flight. Default: the flow's refresh_token grant. */
  protected refreshCredential(credential: OAuthCredential, { flow, key }: RefreshContext): Promise<NewOAuthCredential> {
    return redeemRefreshToken(flow, credential, this.#session(key))
  }

  peek(key: CredentialKey): TokenSnapshot | undefined {
    const entry = this.#cache.current(key)
    if (entry === undefined || !isFresh(entry.held)) return undefined
    this.#cache.use(key, entry)
    return entry.held.snapshot
  }

  async acquire(key: CredentialKey, options: AcquireOptions = {}): Promise<TokenSnapshot> {
    const loaded = await this.#cache.load(key)
    if (loaded === undefined) throw absentError(key)
    const { entry, held } = loaded
    if (held.broken !== undefined) throw held.broken
    if (options.upkeep === true) return this.#keepUp(key, entry, held, options)
    this.#cache.use(key, entry)
    if (options.rejected?.revision === held.snapshot.revision) return this.#replace(key, entry, held, options)
    if (isLiving(held.freshness, options.minTtlMs)) {
      if (isDue(held, this.context.clock.now())) this.#renewInBackground(key, entry, held)
      return held.snapshot
    }
    return this.#renewExpired(key, entry, held, options)
  }

  async snapshot(key: CredentialKey): Promise<TokenSnapshot> {
    const loaded = await this.#cache.load(key)
    if (loaded === undefined) return this.#cache.absent(key)
    await this.#cache.hear(key, loaded)
    return loaded.held.snapshot
  }

  accounts(): Promise<readonly CredentialKey[]> {
    return this.#cache.keys()
  }

  async login(
    key: CredentialKey,
    flowId: string | readonly string[],
    interaction: LoginInteraction,
  ): Promise<TokenSnapshot> {
    assertCredentialKey(key)
    const { storage, settings, installationId, environment } = this.context
    const flows = [flowId].flat().map((id) => this.#flow(id))
    await storage.ensureWritable(key, { rotating: flows.some(({ kind }) => kind !== 'api-key') })
    const previous = await storage.read(key).catch(orUnreadable)
    const signingIn = runLogins(flows, {
      ...this.#session(key),
      interaction,
      previous: previous?.kind === 'oauth' ? previous : undefined,
      installationId,
      callbackPort: callbackPortOf(settings),
      environment,
    })
    const next = await signingIn.catch((error: unknown) => {
      this.#flights.announceError(key, flows[0]?.id ?? '', toCCProxyError(error))
      throw error
    })
    const { credential, inMemory } = await storeLogin(this.context, key, next)
    const { entry, held } = await this.#holdLogin(key, credential, inMemory)
    entry.backOff.succeeded()
    this.#cache.use(key, entry)
    return held.snapshot
  }

  /** Looked at once more: a link has what its owner has now, and any login may win over what the surroundings offer. */
  async #holdLogin(key: CredentialKey, credential: Credential, inMemory: LinkedToken | undefined) {
    const isLink = credential.kind === 'linked'
    if (isLink) this.#cache.drop(key)
    const held = this.#cache.hold(key, isLink ? withToken(credential, inMemory ?? credential.minted) : credential)
    held.entry.stale = true
    return (await this.#cache.load(key)) ?? held
  }

  async refresh(key: CredentialKey): Promise<TokenSnapshot> {
    const loaded = await this.#cache.load(key)
    if (loaded === undefined) throw absentError(key)
    const { entry, held } = loaded
    if (held.broken !== undefined) throw held.broken
    if (held.credential.kind === 'api-key') return held.snapshot
    return this.#flights.join(key, entry, held, 'forced')
  }

  async logout(key: CredentialKey): Promise<LogoutResult> {
    const entry = (await this.#cache.load(key).catch(orUnreadable))?.entry
    const result = await signOut({
      key,
      storage: this.context.storage,
      unsaved: entry?.unsaved?.next,
      revoke: (credential) => this.#revoke(key, credential),
    })
    this.#cache.drop(key)
    return result
  }

  async nextRefreshAt(key: CredentialKey): Promise<number | undefined> {
    return (await this.upkeep(key))?.refreshAt
  }

  async upkeep(key: CredentialKey): Promise<Upkeep | undefined> {
    const loaded = await this.#cache.load(key)
    return loaded && upkeepOf(loaded.entry, loaded.held, this.context.clock)
  }

  onChange(listener: (key: CredentialKey) => void): () => void {
    return this.#cache.onChange(listener)
  }

  async stop(): Promise<void> {
    this.#cache.close()
    await this.#flights.stop()
  }

  /** The provider refused the token with 401. The same snapshot back means that there is nothing newer. */
  async #replace(key: CredentialKey, entry: Account, held: HeldToken, options: AcquireOptions): Promise<TokenSnapshot> {
    const now = this.context.clock.monotonic()
    const recently = now - entry.rejectedRefreshAt < rejectedRefreshIntervalMs
    if (entry.flight === undefined && held.credential.kind === 'linked') {
      // Its owner may have renewed it: looking costs nothing.
      const brought = await this.#broughtByOthers(key, entry, held)
      if (brought !== undefined) return brought
    }
    if (entry.flight === undefined && (recently || !canRenew(held.credential))) return held.snapshot
    if (entry.flight === undefined) entry.rejectedRefreshAt = now
    return waitForFlight(this.#flights.join(key, entry, held, 'rejected'), options.signal)
  }

  /** Looks into the storage: another process, or the owner of a link, may have renewed it a moment ago. */
  async #broughtByOthers(key: CredentialKey, entry: Account, held: HeldToken): Promise<TokenSnapshot | undefined> {
    entry.stale = true
    const again = await this.#cache.load(key)
    const isNew = again !== undefined && again.held.snapshot.revision !== held.snapshot.revision
    return isNew && isLiving(again.held.freshness) ? again.held.snapshot : undefined
  }

  async #renewExpired(
    key: CredentialKey,
    entry: Account,
    held: HeldToken,
    options: AcquireOptions,
  ): Promise<TokenSnapshot> {
    const { needsLogin } = held.credential
    if (needsLogin !== undefined) throw endedError(key, needsLogin)
    if (!canRenew(held.credential)) throw needsLoginError(key, 'the token expired and cannot be renewed')
    if (entry.flight === undefined && entry.backOff.remainingMs > 0)
      return (await this.#broughtByOthers(key, entry, held)) ?? backedOff(key, entry, held, this.context.clock.now())
    const renewed = await waitForFlight(this.#flights.join(key, entry, held, 'expired'), options.signal)
    // What another process brought may be its word that only a person can help.
    if (renewed.state === 'needs-login' && (renewed.expiresInSeconds ?? 0) <= 0)
      throw needsLoginError(key, renewed.lastError?.hint ?? 'another process found that it ended')
    return renewed
  }

  async #keepUp(key: CredentialKey, entry: Account, held: HeldToken, options: AcquireOptions): Promise<TokenSnapshot> {
    const { refreshAt } = upkeepOf(entry, held, this.context.clock)
    if (refreshAt === undefined || refreshAt > this.context.clock.now()) return held.snapshot
    const reason = isLiving(held.freshness) ? 'expiring' : 'expired'
    return waitForFlight(this.#flights.join(key, entry, held, reason), options.signal)
  }

  #renewInBackground(key: CredentialKey, entry: Account, held: HeldToken): void {
    if (entry.backOff.remainingMs > 0) return
    // Reported by the flight itself; the token that lives is served meanwhile.
    this.#flights.join(key, entry, held, 'expiring').catch(() => {})
  }

  async #redeem(key: CredentialKey, credential: OAuthCredential, beforeSend?: BeforeSend): Promise<NewOAuthCredential> {
    const flow = this.#flow(credential.flow)
    if (this.#isForeign(flow)) {
      // It may send the refresh token by ways that we do not see.
      await beforeSend?.()
      return datedRenewal(await this.refreshCredential(credential, this.#refreshContext(key, flow)), credential)
    }
    const session = { ...this.#session(key), ...(beforeSend !== undefined && { beforeSend }) }
    return datedRenewal(await redeemRefreshToken(flow, credential, session), credential)
  }

  /** The refresh is code of a plugin. */
  #isForeign({ kind }: OAuthFlow): boolean {
    const own: unknown = Reflect.get(BaseTokenManager.prototype, 'refreshCredential')
    return kind === 'custom' || Reflect.get(this, 'refreshCredential') !== own
  }

  #refreshContext(key: CredentialKey, flow: OAuthFlow): RefreshContext {
    // Once a refresh may have been sent, nothing aborts it.
    const { signal } = flow.kind === 'linked' ? { signal: AbortSignal.timeout(ownerTimeoutMs) } : new AbortController()
    return createRefreshContext(flow, this.#session(key), signal)
  }

  async #revoke(key: CredentialKey, credential: NewOAuthCredential): Promise<LogoutResult['revocation']> {
    const { flows, packageName, baseUrl } = this.context
    const flow = flows.find(({ id }) => id === credential.flow)
    if (flow === undefined) return 'not-offered'
    const whole = { ...credential, revision: '' }
    // The settings changed since: the token is not sent to whoever they name now.
    if (brokenBinding(whole, bindingOf(flow, packageName, baseUrl)) !== undefined) return 'failed'
    return revokeCredential(flow, whole, this.#session(key))
  }

  #flow(id: string): OAuthFlow {
    const { flows, name } = this.context
    const flow = flows.find((it) => it.id === id)
    if (flow !== undefined) return flow
    throw new CCProxyError('CCPROXY_OAUTH_FLOW_UNKNOWN', `${name} has no sign-in called ${id}`, {
      hint: `Use one of: ${flows.map((it) => it.id).join(', ')}`,
    })
  }

  #session(key: CredentialKey): FlowSession {
    const { fetch, clock, hooks, logger, packageName, baseUrl } = this.context
    const http = this.context.createHttpClient()
    return { key, fetch, http, clock, hooks, logger, plugin: packageName, apiOrigin: new URL(baseUrl).origin }
  }
}

function callbackPortOf(settings: unknown): number {
  if (typeof settings !== 'object' || settings === null || !('oauth' in settings)) return 0
  const { oauth } = settings
  if (typeof oauth !== 'object' || oauth === null || !('callbackPort' in oauth)) return 0
  return typeof oauth.callbackPort === 'number' ? oauth.callbackPort : 0
}
