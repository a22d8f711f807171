/**
 * What the upstream does with a request, by the name of the model that it is for, `bench-<scenario>`:
 *
 * - `json`: a whole answer
 * - `stream`: 200 deltas, as fast as they are taken
 * - `paced`: deltas that say when they were sent, at a calm pace
 * - `held`: its first event, and the others after a while
 * - `open`: an event from time to time, without an end
 */
export type Scenario = 'json' | 'stream' | 'paced' | 'held' | 'open'

/** Deltas of a `stream`. */
export const deltasPerStream = 200
/** Each delta of a `stream` says this. */
export const deltaText = 'hello '
/** Deltas of a `paced` stream, and the time between two of them. */
export const pacedDeltas = 50
export const pacedIntervalMs = 10
/** How long a `held` stream waits after its first event. */
export const heldMs = 300
/** Between two events of an `open` stream. */
export const openIntervalMs = 1000

const scenarios: ReadonlySet<string> = new Set<Scenario>(['json', 'stream', 'paced', 'held', 'open'])

/** @param text the path and the begin of the body; @returns undefined: it names no scenario */
export function scenarioIn(text: string): Scenario | undefined {
  const name = /\bbench-([a-z]+)/.exec(text)?.[1]
  return name !== undefined && isScenario(name) ? name : undefined
}

function isScenario(name: string): name is Scenario {
  return scenarios.has(name)
}
