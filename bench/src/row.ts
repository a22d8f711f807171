// What a row of the bench is: subjects measured in turns, and bars that compare them.
import type { Bar } from './judge/bar.ts'
import type { RowWorld } from './row-world.ts'

/** What one measurement gave. */
export interface Sample {
  /** In the unit of the row. */
  readonly value: number
  readonly p50Ms?: number
  readonly p99Ms?: number
  readonly worstMs?: number
  /** Of the measured process, for each request. Absent: the system does not tell, or the load ran at nothing but the upstream. */
  readonly cpuMicroseconds?: number
}

/** One of the things that are compared, ready to be measured. */
export interface Subject {
  /** Runs it long enough that nothing of the start is measured. Absent: it starts anew for each sample. */
  warmUp?(): Promise<void>
  /** @param seconds how long a measurement that has no length of its own takes */
  sample(seconds: number): Promise<Sample>
}

export interface SubjectDefinition {
  readonly name: string
  /** @throws Unavailable when this machine lacks what it needs */
  start(world: RowWorld): Promise<Subject>
}

export interface Row {
  readonly name: string
  /** What users can read from it, for `docs/performance.md`. */
  readonly meaning: string
  readonly unit: string
  /** Measured in this order in every round. */
  readonly subjects: readonly SubjectDefinition[]
  /** None: a baseline that is only shown. */
  readonly bars: readonly Bar[]
  /** Its own number, where one sample is short and scatters, or long and does not. Absent: what was asked for. */
  readonly rounds?: number
  /**
   * Its servers are started and warmed up for each round: how a process was compiled and where its memory lies makes some of
   * a tenth, which counts where a program is compared with itself.
   */
  readonly startsAnew?: boolean
}

/** Why a subject cannot be measured here; its row goes on without it. */
export class Unavailable extends Error {}
