// Renews logins before a request has to wait for it.
import {
  CCProxyError,
  type Clock,
  type CredentialKey,
  type HookBus,
  type Logger,
  toCCProxyError,
  type Upkeep,
} from '@ccproxy/core'
import { withTimeLimit } from '../registry/time-limit.js'
import { EndingLogins } from './ending-logins.js'
import { mapLimited } from './map-limited.js'
import { idOf, ScheduledLogin, type ScheduledProvider } from './scheduled-login.js'

export interface RefreshSchedulerOptions {
  readonly providers: readonly ScheduledProvider[]
  readonly clock: Clock
  readonly logger: Logger
  readonly hooks: HookBus
  /** 0 … 1. Default `Math.random`. */
  readonly random?: () => number
}

/** The longest that sleep or a jump of the wall clock goes unnoticed, and how often managers that tell nothing are asked. */
const pollMs = 60_000
const maximumConcurrency = 4
const maximumJitterMs = 2000
const looksAtOnce = 32
/** More than the clocks drift apart within a poll. */
const jumpMs = 1000

/** For a refresh; our managers end the wait after 30 s. */
const refreshLimitMs = 45_000
/** For the accounts of one provider: the others wait for it. */
const loadLimitMs = 5000

function tooSlow(): CCProxyError {
  return new CCProxyError('CCPROXY_CREDENTIAL_REFRESH_LIMIT', 'The manager of the provider did not answer in time.')
}

/**
 * One timer for all accounts, earliest deadline first, four refreshes at once and one at a time for each OAuth client.
 * Accounts are looked at when they change; at rest a pass a minute compares numbers and nothing else. It never holds the
 * process open. A refresh that brings nothing is tried again after 1 s, 2 s, … 60 s, beside the back-off of the manager.
 */
export class RefreshScheduler {
  readonly #options: RefreshSchedulerOptions
  readonly #ending: EndingLogins
  readonly #logins = new Map<string, ScheduledLogin>()
  readonly #running = new Map<string, ScheduledLogin>()
  /** Accounts to look at again. */
  readonly #changed = new Map<string, ScheduledLogin>()
  /** Providers whose accounts are being read. */
  readonly #loading = new Set<ScheduledProvider>()
  /** Providers to ask again at the next poll. */
  readonly #polled: Set<ScheduledProvider>
  readonly #stop = new AbortController()
  #looking = false
  #pollAt = 0
  /** Between the clocks, ms; another value means that one of them jumped. */
  #offset: number
  #timer: NodeJS.Timeout | undefined
  /** Monotonic. */
  #wakeAt: number = Number.POSITIVE_INFINITY

  constructor(options: RefreshSchedulerOptions) {
    this.#options = options
    this.#ending = new EndingLogins(options)
    this.#polled = new Set(options.providers.filter(tellsNothing))
    this.#offset = this.#clockOffset()
  }

  /** Reads every account, starts what is due and resolves; from then on it wakes by itself. */
  async start(): Promise<void> {
    const { clock, providers } = this.#options
    this.#pollAt = clock.monotonic() + pollMs
    for (const provider of providers) {
      const forget = provider.manager.onChange?.((key) => this.#mark(this.#loginOf(provider, key)))
      if (forget !== undefined) this.#stop.signal.addEventListener('abort', forget)
    }
    await Promise.all(providers.map((provider) => this.#load(provider)))
  }

  /** Starts nothing more. Refreshes under way are the managers' to finish. */
  stop(): void {
    this.#stop.abort()
    clearTimeout(this.#timer)
  }

  /** A provider that cannot tell does not keep the others from being renewed. */
  async #load(provider: ScheduledProvider): Promise<void> {
    if (this.#loading.has(provider)) return
    this.#loading.add(provider)
    const loading = this.#read(provider).finally(() => {
      this.#loading.delete(provider)
      this.#wake()
    })
    try {
      await withTimeLimit(loading, loadLimitMs, tooSlow)
      if (!tellsNothing(provider)) this.#polled.delete(provider)
    } catch (error) {
      this.#polled.add(provider)
      this.#warn('accounts could not be read', error, { provider: provider.name })
    }
  }

  async #read(provider: ScheduledProvider): Promise<void> {
    const keys = await provider.manager.accounts()
    const present = new Set(keys.map(idOf))
    for (const [id, login] of this.#logins) {
      if (login.provider !== provider || present.has(id)) continue
      this.#logins.delete(id)
      this.#ending.note(login.key, undefined)
    }
    await mapLimited(keys, looksAtOnce, (key) => this.#look(this.#loginOf(provider, key)))
  }

  #loginOf(provider: ScheduledProvider, key: CredentialKey): ScheduledLogin {
    return this.#logins.get(idOf(key)) ?? new ScheduledLogin(provider, key)
  }

  /** Asks the manager when this login is due. */
  async #look(login: ScheduledLogin): Promise<void> {
    const { clock } = this.#options
    const { id, key } = login
    try {
      const upkeep = await withTimeLimit(upkeepOf(login), loadLimitMs, tooSlow)
      this.#ending.note(key, upkeep)
      if (upkeep === undefined) this.#logins.delete(id)
      else {
        login.upkeep = upkeep
        this.#logins.set(id, login)
      }
    } catch (error) {
      const { code } = toCCProxyError(error)
      if (login.problem !== code) this.#warn('a login cannot be kept fresh', error, key)
      login.failed(code, clock)
      this.#logins.set(id, login)
    }
  }

  /** A burst of changes is looked at together. */
  #mark(login: ScheduledLogin): void {
    this.#changed.set(login.id, login)
    if (!this.#looking) void this.#lookAtChanged()
  }

  async #lookAtChanged(): Promise<void> {
    this.#looking = true
    await Promise.resolve()
    while (this.#changed.size > 0 && !this.#stop.signal.aborted) {
      const logins = [...this.#changed.values()]
      this.#changed.clear()
      await mapLimited(logins, looksAtOnce, (login) => this.#look(login))
      for (const login of logins) this.#wakeIn(login.waitMs(this.#options.clock) ?? pollMs)
    }
    this.#looking = false
  }

  /** Not later than that. A change costs no pass over all logins. */
  #wakeIn(delayMs: number): void {
    const { clock } = this.#options
    if (this.#stop.signal.aborted || clock.monotonic() + delayMs >= this.#wakeAt) return
    clearTimeout(this.#timer)
    this.#wakeAt = clock.monotonic() + delayMs
    this.#timer = setTimeout(() => this.#wake(), delayMs).unref()
  }

  #wake(): void {
    clearTimeout(this.#timer)
    this.#wakeAt = Number.POSITIVE_INFINITY
    if (this.#stop.signal.aborted) return
    this.#poll()
    const { clock } = this.#options
    const due = [...this.#logins.values()].filter((login) => !this.#running.has(login.id) && login.waitMs(clock) === 0)
    for (const login of due.toSorted((one, other) => (one.dueAt ?? 0) - (other.dueAt ?? 0))) {
      if (this.#hasPlaceFor(login)) void this.#attempt(login)
    }
    this.#ending.tell()
    this.#schedule()
  }

  #poll(): void {
    const { clock } = this.#options
    const offset = this.#clockOffset()
    if (Math.abs(offset - this.#offset) > jumpMs) {
      this.#offset = offset
      for (const login of this.#logins.values()) this.#mark(login)
    }
    if (clock.monotonic() < this.#pollAt) return
    this.#pollAt = clock.monotonic() + pollMs
    for (const provider of this.#polled) void this.#load(provider)
  }

  #hasPlaceFor({ group }: ScheduledLogin): boolean {
    if (this.#running.size >= maximumConcurrency) return false
    for (const other of this.#running.values()) if (other.group === group) return false
    return true
  }

  async #attempt(login: ScheduledLogin): Promise<void> {
    this.#running.set(login.id, login)
    await this.#renew(login)
    await this.#look(login)
    login.attempted(this.#options.clock)
    this.#running.delete(login.id)
    // A place is free: whoever waited for it must not wait for the poll.
    this.#wake()
  }

  async #renew({ key, provider, problem }: ScheduledLogin): Promise<void> {
    const { signal } = this.#stop
    // It could not even be looked at; that is tried again, not the refresh.
    if (problem !== undefined) return
    try {
      await withTimeLimit(provider.manager.acquire(key, { upkeep: true, signal }), refreshLimitMs, tooSlow)
    } catch (error) {
      if (!signal.aborted) this.#warn('a scheduled refresh failed', error, key)
    }
  }

  #schedule(): void {
    const { clock, random = Math.random } = this.#options
    let nextMs = Math.min(pollMs, Math.max(0, this.#pollAt - clock.monotonic()))
    for (const login of this.#logins.values()) {
      // Who has to wait for another is woken when that one is done.
      if (!this.#running.has(login.id) && this.#hasPlaceFor(login))
        nextMs = Math.min(nextMs, login.waitMs(clock) ?? pollMs)
    }
    const jitterMs = random() * Math.min(maximumJitterMs, nextMs / 10)
    this.#wakeIn(Math.min(pollMs, nextMs + jitterMs))
  }

  #clockOffset(): number {
    const { clock } = this.#options
    return clock.now() - clock.monotonic()
  }

  #warn(message: string, error: unknown, fields: object): void {
    const { code, hint } = toCCProxyError(error)
    this.#options.logger.warn(message, { ...fields, code, hint })
  }
}

/** Its accounts change without a word: a manager of its own make, or a storage that cannot watch. */
function tellsNothing({ manager, storage }: ScheduledProvider): boolean {
  return manager.onChange === undefined || (storage !== undefined && storage.watch === undefined)
}

async function upkeepOf({
  key,
  provider,
}: ScheduledLogin): Promise<Pick<Upkeep, 'refreshAt' | 'clientId' | 'flow' | 'end'> | undefined> {
  const { manager } = provider
  if (manager.upkeep !== undefined) return manager.upkeep(key)
  const refreshAt = await manager.nextRefreshAt(key)
  return refreshAt === undefined ? undefined : { refreshAt, flow: '' }
}
