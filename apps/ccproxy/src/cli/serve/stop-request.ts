import type { CliContext, StopSignal } from '../cli-context.js'

export interface StopRequest {
  /** The first SIGINT or SIGTERM. */
  readonly requested: Promise<StopSignal>
  /** The second one: do not wait for answers under way. */
  readonly forced: Promise<void>
  dispose(): void
}

/** Listens from now on, so that no signal ends the process while a refresh may be under way. */
export function awaitStop(context: Pick<CliContext, 'onStopSignal'>, onImpatience: () => void): StopRequest {
  const requested = Promise.withResolvers<StopSignal>()
  const forced = Promise.withResolvers<void>()
  let count = 0
  const dispose = context.onStopSignal((signal) => {
    count++
    if (count === 1) requested.resolve(signal)
    if (count === 2) forced.resolve()
    if (count > 2) onImpatience()
  })
  return { requested: requested.promise, forced: forced.promise, dispose }
}
