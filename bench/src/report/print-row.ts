import type { RowResult } from '../measure-row.ts'
import { barTable, figureTable } from './tables.ts'

/** What a row came to, as soon as it is measured. */
export function printRow(row: RowResult): void {
  const rounds = row.subjects[0]?.samples.length ?? 0
  console.log(`\n## ${row.name} (${rounds} ${rounds === 1 ? 'round' : 'rounds'})\n`)
  console.log(row.failure === undefined ? figureTable(row) : `FAILED: ${row.failure}`)
  for (const { name, reason } of row.leftOut) console.log(`\nLEFT OUT: ${name}: ${reason}`)
  if (row.judgements.length > 0) console.log(`\n${barTable([row])}`)
}
