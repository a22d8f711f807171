// `npm run bench`: measures what the proxy costs, row by row, each against something that ran in turn with it.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { measureOrFail, type RowResult } from './measure-row.ts'
import { type BenchOptions, OptionsError, readOptions, usage } from './options.ts'
import { pinned, pinThisProcess } from './processes/pinning.ts'
import { describeMachine, warningOf } from './report/describe-machine.ts'
import { latestReport } from './report/latest-report.ts'
import { withFigures } from './report/performance-document.ts'
import { printRow } from './report/print-row.ts'
import type { Report } from './report/report.ts'
import { barTable } from './report/tables.ts'
import { rows } from './rows/rows.ts'

const document = fileURLToPath(new URL('../../docs/performance.md', import.meta.url))

// What was started ends, and what was written temporarily is removed, when the process exits.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))

process.exitCode = await main()

/** @returns the exit code: 1 = a bar was missed, or a row failed; 2 = the options are wrong */
async function main(): Promise<number> {
  let options: BenchOptions
  try {
    options = readOptions(process.argv.slice(2))
  } catch (error) {
    if (!(error instanceof OptionsError)) throw error
    console.error(`${error.message}\n\n${usage}`)
    return 2
  }
  const wanted = rows.filter(
    ({ name }) => options.rows.length === 0 || options.rows.some((part) => name.toLowerCase().includes(part)),
  )
  if (options.list || wanted.length === 0) {
    if (!options.list) console.error(`No row has ${options.rows.join(' or ')} in its name. These are the rows:`)
    for (const { name } of options.list ? wanted : rows) console.log(name)
    return options.list ? 0 : 2
  }
  const report = await run(options, wanted)
  const path = options.json === undefined ? latestReport : resolve(options.json)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, `${JSON.stringify(report, null, 2)}\n`)
  console.log(`\nAll figures of all rounds: ${path}`)
  if (options.writeDocs) await writeFile(document, withFigures(await readFile(document, 'utf8'), report))
  return report.rows.every(isGood) ? 0 : 1
}

function isGood({ failure, judgements }: RowResult): boolean {
  return failure === undefined && judgements.every(({ verdict }) => verdict !== 'MISSED')
}

async function run({ rounds, seconds, quick }: BenchOptions, wanted: typeof rows): Promise<Report> {
  const began = performance.now()
  const startedAt = new Date().toISOString()
  const machine = await describeMachine()
  pinThisProcess()
  console.log(
    `${machine.cores} × ${machine.cpu}, ${machine.system}, ${pinned ? 'pinned' : 'NOT PINNED: there is no taskset, or no second core'}`,
  )
  console.log(
    Object.entries(machine.versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', '),
  )
  const warning = warningOf(machine)
  if (warning !== undefined) console.error(warning)
  const options = { rounds, seconds, quick }
  const measured: RowResult[] = []
  for (const row of wanted) {
    const result = await measureOrFail(row, options)
    printRow(result)
    measured.push(result)
  }
  console.log(`\n## Bars\n\n${barTable(measured)}`)
  const tookSeconds = Math.round((performance.now() - began) / 1000)
  console.log(`\n${tookSeconds} s`)
  return { machine, options, startedAt, tookSeconds, rows: measured }
}
