import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { MemberOptions } from './__fixtures__/provider.ts'

/** Shift the clock, then acquire with this many callers at once. */
export interface MemberOrder {
  readonly shiftMs: number
  readonly callers: number
}

export type MemberReport =
  | { readonly kind: 'ready' | 'started' }
  | { readonly kind: 'tokens'; readonly revisions: readonly string[]; readonly state: string }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string }

/** A process that shares a login with others. */
export interface Member {
  readonly process: ChildProcess
  /** Sends an order; resolves when the member has begun with it. */
  begin(order: MemberOrder): Promise<void>
  /** What came of the order. Rejects when the process dies first. */
  outcome(): Promise<MemberReport>
  kill(signal: NodeJS.Signals): Promise<void>
}

const script = fileURLToPath(new URL('./__fixtures__/member.ts', import.meta.url))

/** @param userId whose process it is; default ours */
export async function startMember(options: MemberOptions, userId?: number): Promise<Member> {
  const child = fork(script, [JSON.stringify(options)], {
    execArgv: [],
    ...(userId !== undefined && { uid: userId, gid: userId }),
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const reports: MemberReport[] = []
  let wake = Promise.withResolvers<undefined>()
  const notify = (): void => {
    wake.resolve(undefined)
    wake = Promise.withResolvers()
  }
  child.on('message', (message: MemberReport) => {
    reports.push(message)
    notify()
  })
  child.on('exit', notify)

  async function next(kinds: readonly MemberReport['kind'][]): Promise<MemberReport> {
    for (;;) {
      const index = reports.findIndex(({ kind }) => kinds.includes(kind))
      const [found] = index === -1 ? [] : reports.splice(index, 1)
      if (found !== undefined) return found
      const ending = child.signalCode ?? child.exitCode
      if (ending !== null) throw new Error(`the member died (${ending}) before it was ${kinds.join(' or ')}`)
      await wake.promise
    }
  }

  await next(['ready'])
  return {
    process: child,
    begin: async (order) => {
      // With a callback, a member that is gone is this call's failure and nobody else's.
      await new Promise<void>((resolve, reject) => {
        child.send(order, (error) => (error === null ? resolve() : reject(error)))
      })
      await next(['started'])
    },
    outcome: () => next(['tokens', 'failed']),
    kill: async (signal) => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'exit')
      child.kill(signal)
      await gone
    },
  }
}
