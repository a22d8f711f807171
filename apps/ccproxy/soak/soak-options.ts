import { parseArgs } from 'node:util'

export interface SoakOptions {
  /** How long the load lasts. A quarter more is allowed when the counts are not reached by then. */
  readonly minutes: number
  /** To be reached. */
  readonly requests: number
  /** Rotations of refresh tokens, to be reached. */
  readonly refreshes: number
  /** Of everything that is chosen at random. */
  readonly seed: number
  /** Logins at each of the two providers. */
  readonly accounts: number
  /** A few seconds, which say nothing about the heap or the speed of this machine: only what happens is checked. */
  readonly behaviourOnly?: boolean
}

export const usage = `usage: npm run soak -- [--minutes 30] [--requests 200000] [--refreshes 20000] [--accounts 20] [--seed N]

The counts are by default those of 30 minutes; for a shorter soak they are less in proportion.`

const defaults = { minutes: 30, requests: 200_000, refreshes: 20_000, accounts: 20 }

/** @throws TypeError or RangeError for what it does not understand */
export function readOptions(words: readonly string[]): SoakOptions {
  const { values } = parseArgs({
    args: [...words],
    options: {
      minutes: { type: 'string' },
      requests: { type: 'string' },
      refreshes: { type: 'string' },
      seed: { type: 'string' },
      accounts: { type: 'string' },
    },
  })
  const minutes = positive('minutes', values.minutes, defaults.minutes)
  const share = minutes / defaults.minutes
  return {
    minutes,
    requests: whole('requests', values.requests, Math.ceil(defaults.requests * share)),
    refreshes: whole('refreshes', values.refreshes, Math.ceil(defaults.refreshes * share)),
    accounts: whole('accounts', values.accounts, defaults.accounts),
    seed: whole('seed', values.seed, Math.floor(Math.random() * 2 ** 31)),
  }
}

function positive(name: string, value: string | undefined, fallback: number): number {
  const number = value === undefined ? fallback : Number(value)
  if (!(number > 0 && Number.isFinite(number))) throw new RangeError(`--${name} is a number above 0`)
  return number
}

function whole(name: string, value: string | undefined, fallback: number): number {
  const number = positive(name, value, fallback)
  if (!Number.isSafeInteger(number)) throw new RangeError(`--${name} is a whole number`)
  return number
}
