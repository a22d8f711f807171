// The part of docs/performance.md that a run writes.
import { warningOf } from './describe-machine.ts'
import type { Report } from './report.ts'
import { barTable, figureTable } from './tables.ts'

const begin = '<!-- figures: npm run docs:performance -->'
const end = '<!-- end of figures -->'

/** @throws Error when the document has no place for figures */
export function withFigures(document: string, report: Report): string {
  const from = document.indexOf(begin)
  const to = document.indexOf(end)
  if (from === -1 || to < from) throw new Error(`the document needs the lines "${begin}" and "${end}"`)
  return `${document.slice(0, from + begin.length)}\n\n${figuresOf(report)}\n${document.slice(to)}`
}

function figuresOf(report: Report): string {
  const { rows } = report
  return `${machineOf(report)}

### Bars

${barTable(rows)}

### Figures

${rows.map(sectionOf).join('\n')}`
}

function machineOf({ machine, options, startedAt, tookSeconds }: Report): string {
  const versions = Object.entries(machine.versions).map(([name, version]) => `${name} ${version}`)
  const warning = warningOf(machine)
  const minutes = Math.round(tookSeconds / 60)
  return `Measured on ${startedAt.slice(0, 10)} in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}: ${machine.cores} × ${machine.cpu}, ${machine.memoryGigabytes} GB,
${machine.system}, ${machine.pinned ? 'each process on its core' : 'processes NOT pinned to cores'}; ${machine.loadBefore.toFixed(2)} cores busy before the run.
${versions.join(', ')}. ${options.rounds} rounds of ${options.seconds} s.${warning === undefined ? '' : `\n\n**${warning}**`}`
}

function sectionOf(row: Report['rows'][number]): string {
  const leftOut = row.leftOut.map(({ name, reason }) => `\nLeft out: ${name}: ${reason}.\n`)
  return `#### ${row.name}

${row.meaning}

${row.failure === undefined ? figureTable(row) : `Failed: ${row.failure}`}
${leftOut.join('')}`
}
