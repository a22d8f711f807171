import type { CliContext } from '../cli-context.js'
import { isUrgent, type StopSignal } from '../process-signals.js'

export interface StopRequest {
  /** The first stop signal. */
  readonly requested: Promise<StopSignal>
  /** The second stop signal, or an urgent one: do not wait for responses that are under way. */
  readonly forced: Promise<void>
  dispose(): void
}

/**
 * Listens from now on, so that no signal ends the process while a refresh may be under way.
 * @param onImpatience called at each signal after the one that cut the responses
 */
export function awaitStop(context: Pick<CliContext, 'onStopSignal'>, onImpatience: () => void): StopRequest {
  const requested = Promise.withResolvers<StopSignal>()
  const forced = Promise.withResolvers<void>()
  let stage: 'serving' | 'draining' | 'cut' = 'serving'
  const dispose = context.onStopSignal((signal) => {
    if (stage === 'cut') onImpatience()
    stage = stage === 'serving' && !isUrgent(signal) ? 'draining' : 'cut'
    requested.resolve(signal)
    if (stage === 'cut') forced.resolve()
  })
  return { requested: requested.promise, forced: forced.promise, dispose }
}
