// `npm run kill-loop -- [rounds]`: prints what was left of each login whose refresh was killed.
import { registerHooks } from 'node:module'

// Sources import each other by the names that they have once they are built.
registerHooks({
  resolve: (specifier, context, next) => {
    const isSource = specifier.startsWith('.') && context.parentURL?.endsWith('.ts') === true
    return next(isSource ? specifier.replace(/\.js$/, '.ts') : specifier, context)
  },
})
const { runKillLoop } = await import('./kill-loop.js')
const { measureLockTakeover } = await import('./lock-takeover.js')
const { startSharedLogin } = await import('./shared-login.js')

const longestTakeoverMs = 100
const takeovers = 20
const rounds = Number(process.argv[2] ?? 300)
if (!Number.isSafeInteger(rounds) || rounds < 1) throw new RangeError('usage: npm run kill-loop -- [rounds]')

await using login = await startSharedLogin({ tokenDelayMs: 30 }, 30)
const result = await runKillLoop(login, rounds, 150, (round) => {
  if (round % 50 === 0) console.log(`round ${round} of ${rounds}`)
})
const waits: number[] = []
for (let time = 0; time < takeovers; time += 1) waits.push(await measureLockTakeover(login.options))
const worst = Math.max(...waits)

const { interrupted, usable, named, unnamed, unsent, doubted, unparseable } = result
console.log(`rounds           ${rounds}
interrupted      ${interrupted}
usable           ${usable}
named losses     ${named.length}
unnamed losses   ${unnamed.length}
losses without a request at the server  ${unsent.length}
unknown without a request at the server ${doubted}
unparseable      ${unparseable}
lock of a dead holder free after ${worst.toFixed(1)} ms at worst of ${takeovers} (bar ${longestTakeoverMs} ms)`)
for (const loss of unnamed) console.log(`UNNAMED ${loss}`)
const failed =
  unsent.length > 0 ||
  unnamed.length > 0 ||
  unparseable > 0 ||
  worst > longestTakeoverMs ||
  usable + named.length !== rounds
process.exitCode = failed ? 1 : 0
