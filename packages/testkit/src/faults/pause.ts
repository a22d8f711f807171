/** Holds something until it is released. */
export interface Pause {
  /** Resolves when something waits here. */
  readonly reached: Promise<undefined>
  release(): void
  /** Called by what is held. */
  wait(): Promise<undefined>
}

export function createPause(): Pause {
  const reached = Promise.withResolvers<undefined>()
  const released = Promise.withResolvers<undefined>()
  return {
    reached: reached.promise,
    release: () => released.resolve(undefined),
    wait: () => {
      reached.resolve(undefined)
      return released.promise
    },
  }
}
