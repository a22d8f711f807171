import type { SoakOptions } from './soak-options.ts'

/** How much a soak relies on the speed of the machine. */
export interface SoakForm {
  /** Times the length that was asked for: what the load gets to reach the counts. */
  readonly patience: number
  /** Until the proxy gives up a provider that says nothing. Long for a busy machine, short for who waits on purpose. */
  readonly longestSilenceSeconds: number
  /** A token was good when it was put on a request; how long it may be on its way, ms. */
  readonly longestWayMs: number
  /** Of what goes wrong on purpose, 0 … 1: more where there is little of it all. */
  readonly shareOfFaults: { readonly requests: number; readonly refreshes: number }
  /** Whether providers fall silent on purpose. */
  readonly hasSilences: boolean
  /** Whether the objects in the heap are counted, which takes a second or more. */
  readonly countsObjects: boolean
}

const measuring: SoakForm = {
  patience: 1.25,
  longestSilenceSeconds: 10,
  longestWayMs: 10_000,
  shareOfFaults: { requests: 0.12, refreshes: 0.07 },
  hasSilences: true,
  countsObjects: true,
}
const behaviour: SoakForm = {
  patience: 20,
  longestSilenceSeconds: 60,
  longestWayMs: 60_000,
  shareOfFaults: { requests: 0.4, refreshes: 0.3 },
  hasSilences: false,
  countsObjects: false,
}

export const formOf = ({ behaviourOnly }: SoakOptions): SoakForm => (behaviourOnly === true ? behaviour : measuring)
