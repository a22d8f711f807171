import type { Clock } from '@ccproxy/core'

export interface TestClock extends Clock {
  /** Time passes: both clocks move. */
  advance(milliseconds: number): void
  /** Somebody sets the wall clock; the monotonic clock does not notice. */
  setWallClock(epochMs: number): void
  /** The machine sleeps: only the wall clock moves. */
  sleep(milliseconds: number): void
}

/** A clock that stands still until it is told otherwise. Starts at 2026-01-01T00:00:00Z. */
export function createTestClock(startMs: number = Date.UTC(2026, 0, 1)): TestClock {
  let wall = startMs
  let monotonic = 0
  return {
    now: () => wall,
    monotonic: () => monotonic,
    advance: (milliseconds) => {
      if (milliseconds < 0) throw new RangeError('time does not run backwards; use setWallClock')
      wall += milliseconds
      monotonic += milliseconds
    },
    setWallClock: (epochMs) => {
      wall = epochMs
    },
    sleep: (milliseconds) => {
      wall += milliseconds
    },
  }
}
