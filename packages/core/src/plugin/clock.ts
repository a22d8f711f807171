/** Time, injectable. */
export interface Clock {
  /** Wall clock, epoch ms. May jump. */
  now(): number
  /** Milliseconds that only go forward; stands still while the machine sleeps. */
  monotonic(): number
}

export const systemClock: Clock = { now: () => Date.now(), monotonic: () => performance.now() }
