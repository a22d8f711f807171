// Takes the lock of the login, says when, and keeps it until it is killed or told to end.
import { JsonTokenStorage, silentLogger, systemClock } from '@ccproxy/core'
import type { LockReport } from '../lock-takeover.ts'
import { key } from './provider.ts'

const [directory = '', stateDirectory = ''] = process.argv.slice(2)
const storage = new JsonTokenStorage({ directory, stateDirectory, logger: silentLogger, clock: systemClock })

function report(message: LockReport): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => {})
}

const ended = Promise.withResolvers<undefined>()
process.on('message', () => {
  ended.resolve(undefined)
  process.disconnect()
})
report({ kind: 'waiting' })
await storage.withLock(
  key,
  () => {
    report({ kind: 'inside', at: String(process.hrtime.bigint()) })
    return ended.promise
  },
  { timeoutMs: 60_000 },
)
