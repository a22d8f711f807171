// `npm run fuzz -- [--seed N] [--requests N] [--only N]`: requests that nobody in their right mind would send, to a server
// whose provider is no better. Ends with 1 when something of ours broke.
import { registerHooks } from 'node:module'
import { parseArgs } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

// Sources run as they are: packages by their own condition, files by the names that they have before they are built.
registerHooks({
  resolve(specifier, context, next) {
    const isSource = specifier.startsWith('.') && context.parentURL?.endsWith('.ts') === true
    const conditions = ['@ccproxy/source', ...context.conditions]
    return next(isSource ? specifier.replace(/\.js$/, '.ts') : specifier, { ...context, conditions })
  },
})
const { describeFailure, runFuzz } = await import('./run-fuzz.ts')

const { values } = parseArgs({
  options: { seed: { type: 'string' }, requests: { type: 'string' }, only: { type: 'string' } },
})
const seed = numberOf(values.seed) ?? Math.trunc(Math.random() * 2 ** 32)
const only = numberOf(values.only)
const requests = numberOf(values.requests) ?? 100_000

setFlagsFromString('--expose-gc')
const collect: unknown = runInNewContext('gc')

console.log(`seed ${seed}`)
const startedAt = performance.now()
const result = await runFuzz({
  seed,
  first: only ?? 0,
  requests: only === undefined ? requests : 1,
  collectGarbage: () => {
    if (typeof collect === 'function') Reflect.apply(collect, undefined, [])
  },
  report: (line) => console.log(line),
})
for (const failure of result.failures) console.error(`\n${describeFailure(failure)}`)
console.log(`\n${result.requests} requests in ${Math.round((performance.now() - startedAt) / 1000)} s`)
for (const [outcome, count] of [...result.outcomes].toSorted(([, one], [, other]) => other - one))
  console.log(`${String(count).padStart(9)}  ${outcome}`)
console.log(
  result.failures.length === 0 ? '✓ nothing broke' : `✗ ${result.failures.length} failures; again: --seed ${seed}`,
)
process.exitCode = result.failures.length === 0 ? 0 : 1

function numberOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const number = Number(text)
  if (!Number.isSafeInteger(number) || number < 0) throw new RangeError(`${text} is no whole number`)
  return number
}
