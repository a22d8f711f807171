// How long the lock of a dead process stays closed to one that waits for it.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { MemberOptions } from './__fixtures__/provider.ts'

export type LockReport =
  | { readonly kind: 'waiting' }
  /** `at`: nanoseconds of the monotonic clock, which all processes of a machine share. */
  | { readonly kind: 'inside'; readonly at: string }

const script = fileURLToPath(new URL('./__fixtures__/lock-member.ts', import.meta.url))

interface LockMember {
  readonly process: ChildProcess
  readonly waiting: Promise<unknown>
  readonly inside: Promise<bigint>
}

function startLockMember({ directory, stateDirectory }: MemberOptions): LockMember {
  const child = fork(script, [directory, stateDirectory], { execArgv: [] })
  const waiting = Promise.withResolvers<undefined>()
  const inside = Promise.withResolvers<bigint>()
  child.on('message', (report: LockReport) => {
    if (report.kind === 'waiting') waiting.resolve(undefined)
    else inside.resolve(BigInt(report.at))
  })
  child.on('exit', () => {
    const died = new Error('the process died before it had the lock')
    waiting.reject(died)
    inside.reject(died)
  })
  // Whoever waits for one of them is told; nobody has to wait for both.
  waiting.promise.catch(() => {})
  inside.promise.catch(() => {})
  return { process: child, waiting: waiting.promise, inside: inside.promise }
}

/** Kills the holder while another process waits. @returns milliseconds from the kill until the other is inside */
export async function measureLockTakeover(options: MemberOptions): Promise<number> {
  const holder = startLockMember(options)
  await holder.inside
  const heir = startLockMember(options)
  await heir.waiting
  // Until it polls for real, and at no fixed moment between two polls.
  await sleep(50 + Math.random() * 50)
  const killedAt = process.hrtime.bigint()
  holder.process.kill('SIGKILL')
  const insideAt = await heir.inside
  const gone = once(heir.process, 'exit')
  heir.process.send('end')
  await gone
  return Number(insideAt - killedAt) / 1e6
}
