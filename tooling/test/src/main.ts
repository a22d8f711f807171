// `npm test`: every check, then every test. All of them run whatever fails; the last line counts.
import { runCommand } from './run-command.ts'
import { runTests } from './run-tests.ts'
import { type CheckResult, verdictOf } from './verdict.ts'

const checks: Readonly<Record<string, readonly string[]>> = {
  lint: ['oxlint', '--type-aware', '--deny-warnings'],
  format: ['biome', 'ci'],
  'dead code': ['knip', '--no-progress'],
  'build and types': [
    'turbo',
    'run',
    'build',
    'typecheck',
    'typecheck:root',
    '--continue=dependencies-successful',
    '--output-logs=errors-only',
    '--log-prefix=none',
  ],
  structure: ['node', 'tooling/structure/src/main.ts'],
  packages: ['node', 'tooling/test/src/check-packages.ts'],
}

const durations: string[] = []
const results: CheckResult[] = []
for (const [name, command] of Object.entries(checks)) {
  const { exitCode } = await timed(name, () => runCommand(command, 'print'))
  results.push({ name, succeeded: exitCode === 0 })
}
const tests = await timed('tests', runTests)

const { failures, line } = verdictOf(results, tests, process.env['CI'] === 'true')
console.log(`\n${durations.join(' · ')}`)
for (const failure of failures) console.log(`FAILED ${failure}`)
process.exitCode = failures.length === 0 ? 0 : 1
console.log(line)

async function timed<Result>(name: string, run: () => Promise<Result>): Promise<Result> {
  console.log(`\n── ${name}`)
  const start = performance.now()
  const result = await run()
  durations.push(`${name} ${((performance.now() - start) / 1000).toFixed(1)} s`)
  return result
}
