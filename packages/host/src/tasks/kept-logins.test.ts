// What the timetable keeps of logins.
import { createHookBus, silentLogger, systemClock } from '@ccproxy/core'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { TellingManager, TimetableManager } from './__fixtures__/timetable-manager.js'
import { RefreshScheduler } from './refresh-scheduler.js'
import type { ScheduledProvider } from './scheduled-login.js'

const start = 1_800_000_000_000
let scheduler: RefreshScheduler
let warnings: string[]

beforeEach(() => {
  vi.useFakeTimers({ now: start })
  warnings = []
})
afterEach(() => {
  scheduler.stop()
  vi.useRealTimers()
})

function schedulerOf(provider: ScheduledProvider): RefreshScheduler {
  return new RefreshScheduler({
    providers: [provider],
    clock: systemClock,
    hooks: createHookBus(silentLogger),
    logger: { ...silentLogger, warn: (message) => void warnings.push(message) },
    random: () => 0,
  })
}

it('is one entry for each that is there, whatever changes, and none of those that are gone', async () => {
  const telling = new TellingManager()
  scheduler = schedulerOf({ name: 'acme', manager: telling, storage: { watch: () => () => {} } })
  await scheduler.start()
  /** After a jump of the wall clock each that is kept is asked about. */
  const kept = async (): Promise<number> => {
    await vi.advanceTimersByTimeAsync(1000)
    const { questions } = telling
    vi.setSystemTime(Date.now() + 10_000)
    await vi.advanceTimersByTimeAsync(60_000)
    return telling.questions - questions
  }
  for (let index = 0; index < 50; index += 1) telling.change(`account-${index}`, start + 36_000_000)
  for (let index = 0; index < 2000; index += 1) telling.change(`nobody-${index}`)
  for (let round = 0; round < 20; round += 1) telling.change('account-1', start + 36_000_000)
  expect(await kept()).toBe(50)
  for (let index = 0; index < 50; index += 1) telling.change(`account-${index}`)
  expect(await kept()).toBe(0)
})

it('says nothing of the end of one that was signed out, also where nobody tells of it', async () => {
  const manager = new TimetableManager()
  scheduler = schedulerOf({ name: 'acme', manager, storage: {} })
  manager.due.set('work', start + 3_600_000)
  manager.ends.set('work', { at: start + 86_400_000, noticeAt: start + 120_000 })
  await scheduler.start()
  manager.due.delete('work')
  await vi.advanceTimersByTimeAsync(600_000)
  expect(warnings).toEqual([])
})
