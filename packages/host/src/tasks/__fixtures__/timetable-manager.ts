import type { CredentialKey, Upkeep } from '@ccproxy/core'
import type { RenewableLogins } from '../scheduled-login.js'

/** A manager that keeps due times and records what is acquired; a refresh takes `takesMs`. */
export class TimetableManager implements RenewableLogins {
  readonly due: Map<string, number | undefined> = new Map()
  /** OAuth clients; an account that is not here has one of its own. */
  readonly clients: Map<string, string | undefined> = new Map()
  readonly ends: Map<string, NonNullable<Upkeep['end']>> = new Map()
  readonly acquired: { account: string; at: number }[] = []
  takesMs = 0
  lifeMs = 3_600_000
  failure: Error | undefined
  running = 0
  maximumRunning = 0
  /** How often anything was asked. */
  questions = 0

  async accounts(): Promise<readonly CredentialKey[]> {
    this.questions += 1
    return [...this.due.keys()].map((account) => ({ provider: 'acme', account }))
  }

  async nextRefreshAt({ account }: CredentialKey): Promise<number | undefined> {
    return this.due.get(account)
  }

  async upkeep({ account }: CredentialKey): Promise<Upkeep | undefined> {
    this.questions += 1
    if (!this.due.has(account)) return undefined
    const refreshAt = this.due.get(account)
    const clientId = this.clients.has(account) ? this.clients.get(account) : `client of ${account}`
    const end = this.ends.get(account)
    return {
      flow: 'browser',
      ...(refreshAt !== undefined && { refreshAt }),
      ...(clientId !== undefined && { clientId }),
      ...(end !== undefined && { end }),
    }
  }

  async acquire(key: CredentialKey): Promise<void> {
    this.acquired.push({ account: key.account, at: Date.now() })
    this.running += 1
    this.maximumRunning = Math.max(this.maximumRunning, this.running)
    if (this.takesMs > 0) await new Promise((resolve) => setTimeout(resolve, this.takesMs))
    this.running -= 1
    if (this.failure !== undefined) throw this.failure
    this.due.set(key.account, Date.now() + this.lifeMs)
  }
}

/** The same, and it tells what changed. */
export class TellingManager extends TimetableManager {
  readonly #listeners = new Set<(key: CredentialKey) => void>()

  onChange(listener: (key: CredentialKey) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** A sign-in, a refresh elsewhere, or, without a due time, a sign-out. */
  change(account: string, dueAt?: number): void {
    if (dueAt === undefined) this.due.delete(account)
    else this.due.set(account, dueAt)
    for (const listener of this.#listeners) listener({ provider: 'acme', account })
  }
}
