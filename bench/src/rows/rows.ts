import type { Row } from '../row.ts'
import { bodyRows } from './body-rows.ts'
import { growthRows } from './growth-rows.ts'
import { jsonRows } from './json-rows.ts'
import { memoryRows } from './memory-rows.ts'
import { startUpRows } from './start-up-rows.ts'
import { streamRows } from './stream-rows.ts'
import { tokenRows } from './token-rows.ts'
import { translationRows } from './translation-rows.ts'

/** Everything that the bench measures, in this order. */
export const rows: readonly Row[] = [
  ...jsonRows,
  ...streamRows,
  ...translationRows,
  ...bodyRows,
  ...tokenRows,
  ...startUpRows,
  ...memoryRows,
  ...growthRows,
]
