import type { MeasureOptions, RowResult } from '../measure-row.ts'
import type { Machine } from './describe-machine.ts'

/** All that a run found, as it is written to a file. */
export interface Report {
  readonly machine: Machine
  readonly options: MeasureOptions
  /** ISO 8601. */
  readonly startedAt: string
  readonly tookSeconds: number
  readonly rows: readonly RowResult[]
}
