// Renews logins before a request has to wait for it.
import {
  CCProxyError,
  type Clock,
  type CredentialKey,
  isCCProxyError,
  type Logger,
  type TokenManager,
} from '@ccproxy/core'
import { withTimeLimit } from '../registry/time-limit.js'

/** The part of a manager that is used here. */
export interface RenewableLogins extends Pick<TokenManager, 'accounts' | 'nextRefreshAt'> {
  acquire(key: CredentialKey, options: { readonly signal: AbortSignal }): Promise<unknown>
}

export interface RefreshSchedulerOptions {
  readonly providers: readonly { readonly name: string; readonly manager: RenewableLogins }[]
  readonly clock: Clock
  readonly logger: Logger
  /** 0 … 1. Default `Math.random`. */
  readonly random?: () => number
}

interface Account {
  readonly id: string
  readonly key: CredentialKey
  readonly manager: RenewableLogins
  /** Epoch ms. */
  readonly dueAt: number
}

interface Attempt {
  /** What was due then: the same again means that the attempt brought nothing. */
  readonly dueAt: number
  readonly spacingMs: number
  /** Monotonic; counted from the end of the attempt, so that one that takes long lets others go first. */
  readonly notBefore: number
}

/** Also how soon a login of another process is seen, and the longest that a jump of the wall clock goes unnoticed. */
const pollMs = 60_000
const firstSpacingMs = 1000
const maximumConcurrency = 4
const maximumJitterMs = 2000

/** For a refresh; our managers end the wait after 30 s. */
const refreshLimitMs = 45_000
/** For the accounts of one provider: the others wait for it. */
const listLimitMs = 5000

function tooSlow(): CCProxyError {
  return new CCProxyError('CCPROXY_CREDENTIAL_REFRESH_LIMIT', 'The manager of the provider did not answer in time.')
}

async function dueAccounts(manager: RenewableLogins): Promise<readonly Account[]> {
  const due = (await manager.accounts()).map(async (key) => ({ key, dueAt: await manager.nextRefreshAt(key) }))
  return (await Promise.all(due)).flatMap(({ key, dueAt }) =>
    dueAt === undefined ? [] : [{ id: `${key.provider}/${key.account}`, key, manager, dueAt }],
  )
}

/**
 * One timer for all accounts, earliest deadline first, four at once. It never holds the process open. A refresh that brings nothing is
 * tried again after 1 s, 2 s, … 60 s, beside the back-off of the manager itself.
 */
export class RefreshScheduler {
  readonly #options: RefreshSchedulerOptions
  readonly #attempts = new Map<string, Attempt>()
  readonly #running = new Set<string>()
  readonly #stop = new AbortController()
  #timer: NodeJS.Timeout | undefined
  #pass: Promise<void> | undefined

  constructor(options: RefreshSchedulerOptions) {
    this.#options = options
  }

  /** Reads every account, starts what is due and resolves; from then on it wakes by itself. */
  async start(): Promise<void> {
    await this.#wake()
  }

  /** Starts nothing more. Refreshes under way are the managers' to finish. */
  stop(): void {
    this.#stop.abort()
    clearTimeout(this.#timer)
  }

  /** One pass at a time. */
  async #wake(): Promise<void> {
    clearTimeout(this.#timer)
    if (this.#stop.signal.aborted) return
    this.#pass ??= this.#run()
    await this.#pass
  }

  async #run(): Promise<void> {
    const accounts = await this.#accounts()
    // Before anything is begun: what ends early must find a new pass to wake, not this one.
    this.#pass = undefined
    if (this.#stop.signal.aborted) return
    const present = new Set(accounts.map(({ id }) => id))
    for (const id of this.#attempts.keys()) if (!present.has(id)) this.#attempts.delete(id)
    for (const account of accounts.toSorted((one, other) => one.dueAt - other.dueAt)) {
      if (this.#running.size >= maximumConcurrency) break
      if (!this.#running.has(account.id) && this.#waitMs(account) === 0) this.#begin(account)
    }
    this.#schedule(accounts)
  }

  /** Those that are due some time. A provider that cannot tell does not keep the others from being renewed. */
  async #accounts(): Promise<readonly Account[]> {
    const lists = this.#options.providers.map(async ({ name, manager }) => {
      try {
        return await withTimeLimit(dueAccounts(manager), listLimitMs, tooSlow)
      } catch (error) {
        this.#warn('accounts could not be read', error, { provider: name })
        return []
      }
    })
    return (await Promise.all(lists)).flat()
  }

  #waitMs({ id, dueAt }: Account): number {
    const { clock } = this.#options
    const attempt = this.#attempts.get(id)
    const spacing = attempt === undefined ? 0 : attempt.notBefore - clock.monotonic()
    return Math.max(0, dueAt - clock.now(), spacing)
  }

  #begin(account: Account): void {
    const { id, dueAt } = account
    const before = this.#attempts.get(id)
    const spacingMs = before?.dueAt === dueAt ? Math.min(before.spacingMs * 2, pollMs) : firstSpacingMs
    this.#running.add(id)
    void this.#renew(account).then(async () => {
      this.#attempts.set(id, { dueAt, spacingMs, notBefore: this.#options.clock.monotonic() + spacingMs })
      this.#running.delete(id)
      // A place is free: whoever waited for it must not wait for the poll.
      return this.#wake()
    })
  }

  /** The manager renews in the background what still lives, and now what does not. */
  async #renew({ key, manager }: Account): Promise<void> {
    const { signal } = this.#stop
    try {
      await withTimeLimit(manager.acquire(key, { signal }), refreshLimitMs, tooSlow)
    } catch (error) {
      if (!signal.aborted) {
        this.#warn('a scheduled refresh failed', error, { provider: key.provider, account: key.account })
      }
    }
  }

  #schedule(accounts: readonly Account[]): void {
    const { random = Math.random } = this.#options
    const waits = accounts.filter(({ id }) => !this.#running.has(id)).map((account) => this.#waitMs(account))
    // With every place taken the next pass comes when one is free.
    const nextMs = this.#running.size >= maximumConcurrency ? pollMs : Math.min(pollMs, ...waits)
    const jitterMs = random() * Math.min(maximumJitterMs, nextMs / 10)
    const delayMs = Math.min(pollMs, nextMs + jitterMs)
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#wake(), delayMs).unref()
  }

  #warn(message: string, error: unknown, fields: object): void {
    const code = isCCProxyError(error) ? error.code : 'CCPROXY_INTERNAL'
    this.#options.logger.warn(message, { ...fields, code })
  }
}
