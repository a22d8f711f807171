import type { Clock, Limit } from '@ccproxy/core'
import type { Refusal } from '../transport/fail-over.js'
import { retryTime } from './retry-time.js'

const maxEntries = 1000

/** Who asked to be left alone, and until when. Kept only for requests that somebody else can serve. */
export class CoolDowns {
  readonly #clock: Clock
  /** Label of a candidate → epoch ms. */
  readonly #ends = new Map<string, number>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  isCooling(label: string): boolean {
    const end = this.#ends.get(label)
    if (end === undefined) return false
    if (end > this.#clock.now()) return true
    this.#ends.delete(label)
    return false
  }

  /** Remembers a refusal that says when to come back. @param limits that the provider told with it */
  note(label: string, refusal: Refusal, limits: readonly Limit[] = []): void {
    if (refusal.from !== 'provider' || !passing.has(refusal.kind)) return
    const now = this.#clock.now()
    const end = retryTime(refusal, limits, now)
    if (end === undefined || end <= now) return
    this.#ends.delete(label)
    if (this.#ends.size >= maxEntries) this.#ends.delete(this.#ends.keys().next().value ?? '')
    this.#ends.set(label, end)
  }
}

const passing: ReadonlySet<string> = new Set(['rate-limited', 'quota-exhausted', 'overloaded'])
