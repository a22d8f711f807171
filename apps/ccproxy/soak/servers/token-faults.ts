import type { Random } from '../random.ts'

/** What a token endpoint does wrong without ever saying `invalid_grant`. Only `slow` redeems the refresh token. */
export type TokenFault = 'none' | 'slow' | 'server-error' | 'gateway-timeout' | 'rate-limited' | 'lost'

const shares: Readonly<Record<Exclude<TokenFault, 'none'>, number>> = {
  slow: 2,
  'server-error': 2,
  'gateway-timeout': 0.5,
  'rate-limited': 1,
  lost: 1.5,
}

/** Decides what becomes of each refresh, and counts it. */
export class TokenFaults {
  readonly counts = new Map<TokenFault, number>()
  readonly #random: Random
  readonly #share: number
  #areOn = false
  /** Refresh tokens whose request was lost once. */
  readonly #lost = new Set<string>()

  /** @param share of the refreshes that something goes wrong with, 0 … 1 */
  constructor(random: Random, share: number) {
    this.#random = random
    this.#share = share
  }

  turn(onOrOff: 'on' | 'off'): void {
    this.#areOn = onOrOff === 'on'
  }

  next(refreshToken: string): TokenFault {
    const chosen = this.#areOn && this.#random.chance(this.#share) ? this.#random.weighted(shares) : 'none'
    // Twice in a row nobody could know what became of it, and the login would rightly be given up.
    const fault = chosen === 'lost' && this.#lost.has(refreshToken) ? 'server-error' : chosen
    if (fault === 'lost') this.#lost.add(refreshToken)
    this.counts.set(fault, (this.counts.get(fault) ?? 0) + 1)
    return fault
  }
}
