// `npm run soak`: the program as it was built, under load and trouble for half an hour. Ends with 1 when a check fails.
import { reasonsOf, summary } from './report.ts'
import { runSoak } from './run-soak.ts'
import { readOptions, type SoakOptions, usage } from './soak-options.ts'

const options = optionsOf(process.argv.slice(2))
process.exitCode = options === undefined ? 2 : await main(options)

async function main(soak: SoakOptions): Promise<number> {
  console.log(`seed ${soak.seed}: ${soak.requests} requests and ${soak.refreshes} refreshes in ${soak.minutes} minutes`)
  const result = await runSoak(soak, (line) => console.log(line))
  const reasons = reasonsOf(result, soak)
  console.log(`\n${summary(result, soak)}\n`)
  for (const reason of reasons) console.error(`✗ ${reason}`)
  console.log(
    reasons.length === 0 ? '✓ nothing lost, nothing left over' : `failed; the same again: --seed ${soak.seed}`,
  )
  return reasons.length === 0 ? 0 : 1
}

function optionsOf(words: readonly string[]): SoakOptions | undefined {
  try {
    return readOptions(words)
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${usage}`)
    return undefined
  }
}
