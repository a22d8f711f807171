import { cpus } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'

/** Cores that programs take, on the mean of so long a time. The load average would still have the build before the run in it. */
export async function busyCores(durationMs = 1000): Promise<number> {
  const before = busyMilliseconds()
  const startedAt = performance.now()
  await sleep(durationMs)
  return (busyMilliseconds() - before) / (performance.now() - startedAt)
}

function busyMilliseconds(): number {
  return cpus().reduce((sum, { times: { user, nice, sys, irq } }) => sum + user + nice + sys + irq, 0)
}
