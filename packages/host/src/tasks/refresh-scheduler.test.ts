import { CCProxyError, type CredentialKey, silentLogger, systemClock } from '@ccproxy/core'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { RefreshScheduler, type RefreshSchedulerOptions, type RenewableLogins } from './refresh-scheduler.js'

/** A manager that keeps due times and records what is acquired; a refresh takes `takesMs`. */
class TimetableManager implements RenewableLogins {
  readonly due = new Map<string, number | undefined>()
  readonly acquired: { account: string; at: number }[] = []
  takesMs = 0
  lifeMs = 3_600_000
  failure: Error | undefined
  running = 0
  maximumRunning = 0

  async accounts(): Promise<readonly CredentialKey[]> {
    return [...this.due.keys()].map((account) => ({ provider: 'acme', account }))
  }

  async nextRefreshAt(key: CredentialKey): Promise<number | undefined> {
    return this.due.get(key.account)
  }

  async acquire(key: CredentialKey): Promise<void> {
    this.acquired.push({ account: key.account, at: Date.now() })
    this.running += 1
    this.maximumRunning = Math.max(this.maximumRunning, this.running)
    if (this.takesMs > 0) await new Promise((resolve) => setTimeout(resolve, this.takesMs))
    this.running -= 1
    if (this.failure !== undefined) throw this.failure
    this.due.set(key.account, Date.now() + this.lifeMs)
  }
}

const start = 1_800_000_000_000
let manager: TimetableManager
let warnings: object[]
let scheduler: RefreshScheduler

beforeEach(() => {
  vi.useFakeTimers({ now: start })
  manager = new TimetableManager()
  warnings = []
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
