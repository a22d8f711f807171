import type { Sample } from '../row.ts'

/**
 * What a row has to reach. `of`, `to`, `base` and `than` are names of its subjects. Subjects are compared round by round, and
 * the median of what the rounds gave counts: what else the machine does meanwhile hits all of them.
 */
export interface Bar {
  readonly of: string
  /** Only what is added to this one is looked at. */
  readonly base?: string
  /** As so many times this one. */
  readonly to?: string
  /** Default: the value, in the unit of the row. */
  readonly metric?: keyof Sample
  readonly limit: Limit
}

type Limit =
  | { readonly atLeast: number }
  | { readonly atMost: number }
  /** At most `factor` times the median of another subject, and `plus` on top. */
  | { readonly factor: number; readonly than: string; readonly plus: number }
