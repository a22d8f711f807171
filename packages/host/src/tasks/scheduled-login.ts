// One login in the timetable of refreshes.
import type { Clock, CredentialKey, TokenManager, TokenStorage, Upkeep } from '@ccproxy/core'

/** The part of a manager that is used here. */
export interface RenewableLogins extends Pick<TokenManager, 'accounts' | 'nextRefreshAt' | 'upkeep' | 'onChange'> {
  acquire(key: CredentialKey, options: { readonly upkeep: true; readonly signal: AbortSignal }): Promise<unknown>
}

export interface ScheduledProvider {
  readonly name: string
  readonly manager: RenewableLogins
  readonly storage?: Pick<TokenStorage, 'watch'>
}

const firstSpacingMs = 1000
const longestSpacingMs = 60_000

export class ScheduledLogin {
  readonly id: string
  readonly key: CredentialKey
  readonly provider: ScheduledProvider
  /** Epoch ms; undefined: never. */
  dueAt: number | undefined
  /** Refreshes of one group are made one after the other. */
  group = ''
  /** An error code: why it could not be looked at. */
  problem: string | undefined
  #spacingMs = firstSpacingMs
  /** Monotonic; counted from the end of an attempt, so that one that takes long lets others go first. */
  #notBefore = Number.NEGATIVE_INFINITY

  constructor(provider: ScheduledProvider, key: CredentialKey) {
    this.id = idOf(key)
    this.provider = provider
    this.key = key
  }

  set upkeep({ refreshAt, clientId }: Pick<Upkeep, 'refreshAt' | 'clientId'>) {
    this.dueAt = refreshAt
    this.group = clientId === undefined ? `provider ${this.provider.name}` : `client ${clientId}`
    this.problem = undefined
  }

  /** 0: due now; undefined: never. */
  waitMs(clock: Clock): number | undefined {
    if (this.dueAt === undefined) return undefined
    return Math.max(0, this.dueAt - clock.now(), this.#notBefore - clock.monotonic())
  }

  /** After an attempt. One that brought nothing is made again ever more seldom. */
  attempted(clock: Clock): void {
    const broughtNothing = this.dueAt !== undefined && this.dueAt <= clock.now()
    this.#notBefore = clock.monotonic() + (broughtNothing ? this.#spacingMs : firstSpacingMs)
    this.#spacingMs = broughtNothing ? Math.min(this.#spacingMs * 2, longestSpacingMs) : firstSpacingMs
  }

  /** It could not be looked at: again in a while. */
  failed(problem: string, clock: Clock): void {
    this.problem = problem
    this.dueAt = clock.now() + longestSpacingMs
  }
}

export function idOf({ provider, account }: CredentialKey): string {
  return `${provider}/${account}`
}
