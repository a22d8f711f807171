// One process that shares a login with others. Told by messages: { shiftMs, callers } → acquires, answers with what it got.
import { isCCProxyError } from '@ccproxy/core'
import type { MemberOrder, MemberReport } from '../member-process.ts'
import { createMember, key, type MemberOptions, ShiftedClock } from './provider.ts'

const options: MemberOptions = JSON.parse(process.argv[2] ?? '')
const clock = new ShiftedClock()
const { manager } = await createMember(options, clock)

function report(message: MemberReport): void {
  // Whoever is killed first, this process or the one that listens: nobody is left to tell.
  if (process.connected) process.send?.(message, undefined, undefined, () => {})
}

async function obey({ shiftMs, callers }: MemberOrder): Promise<void> {
  clock.shiftMs = shiftMs
  report({ kind: 'started' })
  try {
    const tokens = await Promise.all(Array.from({ length: callers }, () => manager.acquire(key)))
    report({
      kind: 'tokens',
      revisions: [...new Set(tokens.map(({ revision }) => revision))],
      state: tokens[0]?.state ?? 'absent',
    })
  } catch (error) {
    const code = isCCProxyError(error) ? error.code : 'unknown'
    report({ kind: 'failed', code, message: error instanceof Error ? error.message : '' })
  }
}

process.on('message', (order: MemberOrder) => void obey(order))
process.on('SIGTERM', () => {
  void manager.stop().finally(() => {
    process.exitCode = 0
    process.disconnect()
  })
})
report({ kind: 'ready' })
