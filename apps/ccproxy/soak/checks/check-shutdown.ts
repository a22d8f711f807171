import { setTimeout as sleep } from 'node:timers/promises'
import type { Soak } from '../soak.ts'

/** What `ccproxy serve` gives to streams under way. */
const drainMs = 30_000
const atMost = 4
const slowStream = { provider: 'claude', isStream: true, pieces: 100, pieceDelayMs: 15 } as const

/** SIGTERM while streams are under way, which have to end well. @returns how long it took */
export async function checkShutdown({ served, providers, load, accounts, problems }: Soak): Promise<number> {
  const streams = accounts.slice(0, atMost).map((account) => load.ask({ account, ...slowStream }))
  const underWay = (): number => providers.reduce((sum, { busy }) => sum + busy, 0)
  while (underWay() < streams.length) await sleep(10)
  const toldAt = performance.now()
  served.program.signal('SIGTERM')
  const late = new AbortController()
  const code = await Promise.race([
    served.program.ended(),
    sleep(drainMs, `still running after ${drainMs / 1000} s`, { signal: late.signal }),
  ])
  late.abort()
  if (code !== 0) problems.add('SIGTERM', `it ended with ${code}`)
  if ((await Promise.all(streams)).includes(false)) problems.add('SIGTERM', 'a stream under way was not finished')
  return performance.now() - toldAt
}
