import { CCProxyError, createHookBus, type HookBus, silentLogger, systemClock } from '@ccproxy/core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { TellingManager, TimetableManager } from './__fixtures__/timetable-manager.js'
import { RefreshScheduler, type RefreshSchedulerOptions } from './refresh-scheduler.js'
import type { RenewableLogins } from './scheduled-login.js'

const start = 1_800_000_000_000
let manager: TimetableManager
let warnings: object[]
let hooks: HookBus
let scheduler: RefreshScheduler

beforeEach(() => {
  vi.useFakeTimers({ now: start })
  manager = new TimetableManager()
  warnings = []
  hooks = createHookBus(silentLogger)
  scheduler = schedulerOf({ name: 'acme', manager })
})
afterEach(() => {
  scheduler.stop()
  vi.useRealTimers()
})

function schedulerOf(...providers: RefreshSchedulerOptions['providers']): RefreshScheduler {
  return new RefreshScheduler({
    providers,
    clock: systemClock,
    hooks,
    logger: { ...silentLogger, warn: (message, fields) => void warnings.push({ message, ...fields }) },
    random: () => 0,
  })
}

const acquired = () => manager.acquired.map(({ account, at }) => [account, at - start])

describe('refreshes', () => {
  it('each account when it is due, the earliest first', async () => {
    manager.due
      .set('late', start + 50_000)
      .set('soon', start + 5000)
      .set('past', start - 1)
      .set('never', undefined)
    await scheduler.start()
    expect(acquired()).toEqual([['past', 0]])
    await vi.advanceTimersByTimeAsync(60_000)
    expect(acquired()).toEqual([
      ['past', 0],
      ['soon', 5000],
      ['late', 50_000],
    ])
  })

  it('again and again while the account lives, also with a life of seconds', async () => {
    manager.lifeMs = 4000
    manager.due.set('default', start + 4000)
    await scheduler.start()
    await vi.advanceTimersByTimeAsync(12_500)
    expect(acquired().map(([, at]) => at)).toEqual([4000, 8000, 12_000])
  })

  it('with jitter, of a tenth of the wait at most', async () => {
    scheduler = new RefreshScheduler({
      providers: [{ name: 'acme', manager }],
      clock: systemClock,
      hooks,
      logger: silentLogger,
      random: () => 1,
    })
    manager.due.set('default', start + 5000)
    await scheduler.start()
    await vi.advanceTimersByTimeAsync(5499)
    expect(acquired()).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(acquired()).toEqual([['default', 5500]])
  })

  it('at most four at once, and the fifth as soon as one is done', async () => {
    manager.takesMs = 3000
    for (const account of ['a', 'b', 'c', 'd', 'e', 'f']) manager.due.set(account, start - 1)
    await scheduler.start()
    expect(manager.acquired).toHaveLength(4)
    await vi.advanceTimersByTimeAsync(3000)
    expect(manager.acquired).toHaveLength(6)
    await vi.advanceTimersByTimeAsync(3000)
    expect(manager.maximumRunning).toBe(4)
    expect(new Set(manager.acquired.map(({ account }) => account)).size).toBe(6)
  })

  it('an account once, while its refresh is under way', async () => {
    manager.takesMs = 30_000
    manager.due.set('default', start - 1)
    await scheduler.start()
    await vi.advanceTimersByTimeAsync(29_000)
    expect(manager.acquired).toHaveLength(1)
  })
})

describe('one at a time', () => {
  it.each([
    ['for each OAuth client', 'shared-client'],
    ['for each provider whose clients are unknown', undefined],
  ])('%s', async (_name, client) => {
    manager.takesMs = 3000
    for (const account of ['a', 'b', 'c']) {
      manager.due.set(account, start - 1)
      manager.clients.set(account, client)
    }
    manager.due.set('other', start - 1)
    await scheduler.start()
    await vi.advanceTimersByTimeAsync(9000)
    expect(manager.maximumRunning).toBe(2)
    expect(acquired()).toEqual([
      ['a', 0],
      ['other', 0],
      ['b', 3000],
      ['c', 6000],
    ])
  })
})

describe('a manager that tells what changes', () => {
  let telling: TellingManager
  beforeEach(async () => {
    telling = new TellingManager()
    manager = telling
    scheduler = schedulerOf({ name: 'acme', manager, storage: { watch: () => () => {} } })
  })

  it('is asked about that and nothing else: ten thousand accounts at rest have one timer and no question', async () => {
    for (let number = 0; number < 10_000; number += 1) manager.due.set(`account-${number}`, start + 10 * 86_400_000)
    await scheduler.start()
    expect(manager.questions).toBe(10_001)
    expect(vi.getTimerCount()).toBe(1)
    await vi.advanceTimersByTimeAsync(2 * 3_600_000)
    expect(manager.questions).toBe(10_001)
    expect(vi.getTimerCount()).toBe(1)
    telling.change('account-7', Date.now() + 1000)
    await vi.advanceTimersByTimeAsync(1500)
    expect(manager.acquired.map(({ account }) => account)).toEqual(['account-7'])
    expect(manager.questions).toBe(10_003)
  })

  it('has its sign-ins scheduled and its sign-outs forgotten at once', async () => {
    manager.due.set('leaving', start + 3000)
    await scheduler.start()
    telling.change('leaving')
    telling.change('new', start + 2000)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(acquired()).toEqual([['new', 2000]])
  })

  it('is asked about all of them after a sleep or a jump of a clock', async () => {
    manager.due.set('default', start + 10 * 3_600_000)
    await scheduler.start()
    await vi.advanceTimersByTimeAsync(1000)
    const { questions } = manager
    // Set back: by the wall it is due in eleven hours, and the manager knows better.
    vi.setSystemTime(start - 3_600_000)
    manager.due.set('default', start - 3_600_000)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(manager.questions).toBeGreaterThan(questions)
    expect(manager.acquired).toHaveLength(1)
  })

  it('is asked now and then when its storage cannot watch', async () => {
    scheduler = schedulerOf({ name: 'acme', manager, storage: {} })
    await scheduler.start()
    manager.due.set('new', start)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(acquired()).toEqual([['new', 60_000]])
  })

  it('is left alone after stop', async () => {
    await scheduler.start()
    scheduler.stop()
    const { questions } = manager
    telling.change('new', start)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(manager.questions).toBe(questions)
  })
})

describe('a login that ends soon', () => {
  it('is told once a day, in the log and to observers', async () => {
    const heard: object[] = []
    hooks.on('oauth.login.ending', (payload) => heard.push(payload), { name: 'recorder' })
    const day = 86_400_000
    const at = start + 4 * day
    manager.due.set('work', undefined)
    manager.ends.set('work', { at, noticeAt: start + day })
    await scheduler.start()
    await vi.advanceTimersByTimeAsync(day - 1000)
    expect(heard).toEqual([])
    await vi.advanceTimersByTimeAsync(6 * day)
    const key = { provider: 'acme', account: 'work' }
    expect(heard).toEqual(Array.from({ length: 3 }, () => ({ key, flow: 'browser', endsAt: at })))
    expect(warnings).toHaveLength(3)
    expect(warnings[0]).toMatchObject({ ...key, hint: 'Run: ccproxy auth login acme --account work' })
  })
})

describe('what it sees within a minute', () => {
  it('a login of another process', async () => {
    await scheduler.start()
    await vi.advanceTimersByTimeAsync(1000)
    manager.due.set('new', start + 2000)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(acquired()).toEqual([['new', 60_000]])
  })

  it('a jump of the wall clock, in spite of a deadline far away', async () => {
    manager.due.set('default', start + 10 * 3_600_000)
    await scheduler.start()
    await vi.advanceTimersByTimeAsync(1000)
    vi.setSystemTime(start + 11 * 3_600_000)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(manager.acquired).toHaveLength(1)
  })
})

describe('failures', () => {
  it('are told, do not stop it, and are tried again ever more seldom', async () => {
    manager.failure = new CCProxyError('CCPROXY_OAUTH_UNREACHABLE', 'down')
    manager.due.set('default', start)
    await scheduler.start()
    await vi.advanceTimersByTimeAsync(7500)
    expect(acquired().map(([, at]) => at)).toEqual([0, 1000, 3000, 7000])
    expect(warnings).toHaveLength(4)
    expect(warnings[0]).toMatchObject({ provider: 'acme', account: 'default', code: 'CCPROXY_OAUTH_UNREACHABLE' })
    await vi.advanceTimersByTimeAsync(3_600_000)
    expect(manager.acquired.length).toBeLessThan(75)
    manager.failure = undefined
    await vi.advanceTimersByTimeAsync(60_000)
    const { length } = manager.acquired
    await vi.advanceTimersByTimeAsync(600_000)
    expect(manager.acquired).toHaveLength(length)
  })

  it('of one provider leave the others alone', async () => {
    const rest = { nextRefreshAt: async () => undefined, acquire: async () => undefined }
    const broken = { ...rest, accounts: async () => Promise.reject(new Error('fake-token-1')) }
    const hanging = { ...rest, accounts: async () => new Promise<never>(() => {}) }
    scheduler = schedulerOf(
      { name: 'broken', manager: broken },
      { name: 'acme', manager },
      { name: 'hanging', manager: hanging },
    )
    manager.due.set('default', start)
    const started = scheduler.start()
    await vi.advanceTimersByTimeAsync(5000)
    await started
    expect(manager.acquired).toHaveLength(1)
    expect(warnings.slice(0, 2)).toMatchObject([{ provider: 'broken' }, { provider: 'hanging' }])
    expect(JSON.stringify(warnings)).not.toContain('fake-token-1')
  })

  it('of one login leave the others of its provider alone, are told once, and end with their cause', async () => {
    let broken = true
    manager.due.set('broken', start).set('default', start)
    const upkeep = manager.upkeep.bind(manager)
    manager.upkeep = async (key) => {
      if (broken && key.account === 'broken') throw new CCProxyError('CCPROXY_STORAGE_PERMISSION', 'others can read it')
      return upkeep(key)
    }
    await scheduler.start()
    await vi.advanceTimersByTimeAsync(300_000)
    expect(acquired()).toEqual([['default', 0]])
    expect(warnings).toMatchObject([{ account: 'broken', code: 'CCPROXY_STORAGE_PERMISSION' }])
    broken = false
    await vi.advanceTimersByTimeAsync(62_000)
    expect(acquired().map(([account]) => account)).toEqual(['default', 'broken'])
  })

  it('a manager that never answers gives its place back', async () => {
    manager.takesMs = 10 * 3_600_000
    for (const account of ['a', 'b', 'c', 'd', 'e']) manager.due.set(account, start - 1)
    await scheduler.start()
    await vi.advanceTimersByTimeAsync(50_000)
    expect(new Set(manager.acquired.map(({ account }) => account))).toContain('e')
  })
})

describe('stop', () => {
  it('starts nothing more, neither by timer nor by what was under way', async () => {
    manager.takesMs = 1000
    manager.due.set('default', start).set('later', start + 500)
    await scheduler.start()
    scheduler.stop()
    await vi.advanceTimersByTimeAsync(600_000)
    expect(manager.acquired).toHaveLength(1)
  })

  it('ends the wait for a refresh, and a failure that comes from it is not told', async () => {
    const abortable: RenewableLogins = {
      accounts: async () => manager.accounts(),
      nextRefreshAt: async () => start,
      acquire: async (_key, { signal }) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('aborted')))),
    }
    scheduler = schedulerOf({ name: 'acme', manager: abortable })
    manager.due.set('default', start)
    await scheduler.start()
    scheduler.stop()
    await vi.advanceTimersByTimeAsync(100)
    expect(warnings).toEqual([])
    expect(vi.getTimerCount()).toBe(0)
  })
})

it('holds no process open', async () => {
  vi.useRealTimers()
  const before = process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
  manager.due.set('default', Date.now() + 3_600_000)
  await scheduler.start()
  expect(process.getActiveResourcesInfo().filter((name) => name === 'Timeout')).toHaveLength(before)
})
