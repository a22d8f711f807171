import { isCCProxyError } from '../errors/ccproxy-error.js'
import type { Clock } from '../plugin/clock.js'

const firstMs = 1000
const longestMs = 300_000

/** Waits longer after each failure in a row; a `Retry-After` of the server counts when it is longer. Monotonic. */
export class BackOff {
  readonly #clock: Clock
  #failures = 0
  #until = Number.NEGATIVE_INFINITY

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Milliseconds still to wait; 0 or less: none. */
  get remainingMs(): number {
    return this.#until - this.#clock.monotonic()
  }

  failed(error: unknown): void {
    const step = Math.round(Math.min(firstMs * 2 ** this.#failures, longestMs) * (0.75 + Math.random() * 0.25))
    const asked = isCCProxyError(error) && error.retryAt !== undefined ? error.retryAt - this.#clock.now() : 0
    this.#failures += 1
    this.#until = this.#clock.monotonic() + Math.max(step, Math.min(asked, 3_600_000))
  }

  succeeded(): void {
    this.#failures = 0
    this.#until = Number.NEGATIVE_INFINITY
  }
}
