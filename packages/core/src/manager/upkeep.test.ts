import { describe, expect, it } from 'vitest'
import { CCProxyError } from '../errors/ccproxy-error.js'
import {
  credential,
  hour,
  key,
  type ManagedAccount,
  manage,
  rotated,
  start,
  TestClock,
} from './__fixtures__/managed-account.js'

const day = 24 * hour

/** A login that is found at the start of a process. */
async function found(changes: Parameters<typeof credential>[0] = {}, options: Parameters<typeof manage>[0] = {}) {
  const account = manage(options)
  await account.storage.write(key, credential(changes), { expectedRevision: null })
  return account
}

/** As the scheduler calls it. */
async function keepUp({ manager }: ManagedAccount): Promise<void> {
  await manager.acquire(key, { upkeep: true })
}

describe('a login that was used in the last day', () => {
  it('is renewed before its end, without jitter beyond a tenth of the lead', async () => {
    const { manager } = await found()
    const at = (await manager.nextRefreshAt(key)) ?? 0
    expect(at).toBeGreaterThanOrEqual(start + hour - 120_000)
    expect(at).toBeLessThanOrEqual(start + hour - 108_000)
  })

  it('waits as long as the provider asks, but not beyond its end', async () => {
    const asked = start + hour - 30_000
    expect(await (await found({ refreshNotBefore: asked })).manager.nextRefreshAt(key)).toBe(asked)
    const beyond = await found({ refreshNotBefore: start + 2 * hour })
    expect(await beyond.manager.nextRefreshAt(key)).toBe(start + hour)
  })

  it('is renewed by its upkeep, which is waited for and is no use itself', async () => {
    const account = await found()
    await account.manager.acquire(key)
    for (let hours = 0; hours < 30; hours += 1) {
      account.clock.pass(hour)
      await keepUp(account)
    }
    // After 24 h of upkeep without a request nothing more is sent.
    expect(account.sent).toHaveLength(24)
    expect(await account.manager.nextRefreshAt(key)).toBeUndefined()
  })

  it('is not touched by upkeep before it is due', async () => {
    const account = await found()
    await keepUp(account)
    expect(account.sent).toEqual([])
  })

  it.each(['acquire', 'peek'] as const)('is kept fresh again when it is used again: %s', async (how) => {
    const { manager, clock } = await found({ expiresAt: start + 10 * day })
    await manager.acquire(key)
    clock.pass(2 * day)
    expect(await manager.nextRefreshAt(key)).toBeUndefined()
    const changes: unknown[] = []
    manager.onChange((changed) => changes.push(changed))
    await manager[how](key)
    await manager[how](key)
    expect(changes).toEqual([key])
    expect(await manager.nextRefreshAt(key)).toBeGreaterThan(start + 9 * day)
  })
})

describe('a login that nobody uses', () => {
  const idle = { obtainedAt: start - 10 * day, expiresAt: start - 9 * day }

  it('is left alone where the life of its refresh token is not known', async () => {
    expect(await (await found(idle)).manager.nextRefreshAt(key)).toBeUndefined()
  })

  it('gets one refresh at half of it', async () => {
    const clock = new TestClock()
    const end = start + 20 * day
    const refresh = async (previous: Parameters<typeof rotated>[0]) => rotated(previous, clock.now())
    const account = await found({ ...idle, refreshTokenExpiresAt: end }, { clock, refresh })
    expect(await account.manager.nextRefreshAt(key)).toBe(start + 5 * day)
    clock.pass(5 * day)
    await keepUp(account)
    expect(account.sent).toEqual(['fake-refresh-1'])
    // The end did not move: that was the one.
    clock.pass(day)
    expect(await account.manager.nextRefreshAt(key)).toBeUndefined()
  })

  it('gets one in each life, where a refresh begins a new one', async () => {
    const clock = new TestClock()
    const refresh = async (previous: Parameters<typeof rotated>[0]) => ({
      ...rotated(previous, clock.now()),
      refreshTokenExpiresAt: clock.now() + 30 * day,
    })
    const account = await found({ ...idle, refreshTokenExpiresAt: start + 20 * day }, { clock, refresh })
    clock.pass(5 * day)
    await keepUp(account)
    expect(await account.manager.nextRefreshAt(key)).toBe(start + 20 * day)
    expect(await account.storage.read(key)).toMatchObject({ refreshTokenObtainedAt: start + 5 * day })
  })

  it('is not renewed when its refresh token is dead', async () => {
    const account = await found({ ...idle, refreshTokenExpiresAt: start - day })
    expect(await account.manager.nextRefreshAt(key)).toBeUndefined()
  })
})

describe('how a login ends', () => {
  it.each([
    ['in the last three days of a long life', 60 * day, 57 * day],
    ['in the last fifth of a short one', 5 * day, 4 * day],
  ])('is told %s', async (_name, life, noticeAfter) => {
    const { manager, clock } = await found({
      signedInAt: start,
      refreshTokenObtainedAt: start,
      refreshTokenExpiresAt: start + life,
    })
    clock.pass(noticeAfter - 1)
    expect(await manager.snapshot(key)).toMatchObject({ endsSoon: false, loginEndsAt: start + life })
    clock.pass(1)
    const snapshot = await manager.snapshot(key)
    expect(snapshot.endsSoon).toBe(true)
    expect(snapshot.toJSON()).toMatchObject({
      endsSoon: true,
      loginEndsAt: new Date(start + life).toISOString(),
      signedInAt: new Date(start).toISOString(),
    })
  })

  it('is the end of the token where nothing can renew it, and unknown where nobody told', async () => {
    const { refreshToken: _refreshToken, ...rest } = credential()
    const account = manage()
    await account.storage.write(key, rest, { expectedRevision: null })
    expect(await account.manager.snapshot(key)).toMatchObject({ loginEndsAt: start + hour })
    expect((await (await found()).manager.snapshot(key)).toJSON()).toMatchObject({ loginEndsAt: null, endsSoon: false })
  })

  it('keeps its begin over refreshes', async () => {
    const account = await found({ refreshTokenExpiresAt: start + 60 * day })
    account.clock.pass(2 * hour)
    await account.manager.acquire(key)
    const snapshot = await account.manager.snapshot(key)
    expect(snapshot).toMatchObject({ signedInAt: start, obtainedAt: start + 2 * hour, lastRefreshAt: start + 2 * hour })
    expect(await account.storage.read(key)).toMatchObject({ signedInAt: start, refreshTokenObtainedAt: start })
  })
})

describe('what can serve', () => {
  it.each([
    ['a living token', {}, 0, true],
    ['an expired one that can be renewed', {}, 2 * hour, true],
    ['a living one whose refresh token is spent', { needsLogin: { at: start, code: 'X', reason: 'ended' } }, 0, true],
    ['an expired one of that kind', { needsLogin: { at: start, code: 'X', reason: 'ended' } }, 2 * hour, false],
    [
      'one whose settings changed',
      { boundTo: { tokenOrigin: 'https://a.example', apiOrigin: 'https://b.example' } },
      0,
      false,
    ],
  ])('%s: %j', async (_name, changes, passMs, usable) => {
    const { manager, clock } = await found(changes)
    await manager.snapshot(key)
    clock.pass(passMs)
    expect((await manager.snapshot(key)).usable).toBe(usable)
  })

  it('not an expired token without a refresh token', async () => {
    const { refreshToken: _refreshToken, ...rest } = credential()
    const { manager, storage, clock } = manage()
    await storage.write(key, rest, { expectedRevision: null })
    await manager.snapshot(key)
    clock.pass(hour)
    expect((await manager.snapshot(key)).usable).toBe(false)
  })

  it('not an expired token whose refresh just failed, until it may be tried again', async () => {
    const { manager, clock } = await found(
      {},
      { refresh: () => Promise.reject(new CCProxyError('CCPROXY_OAUTH_UNREACHABLE', 'down')) },
    )
    clock.pass(2 * hour)
    await expect(manager.acquire(key)).rejects.toMatchObject({ code: 'CCPROXY_OAUTH_UNREACHABLE' })
    expect((await manager.snapshot(key)).usable).toBe(false)
    clock.pass(2000)
    expect((await manager.snapshot(key)).usable).toBe(true)
  })
})
