// Several owners of one login, at the worst moments of a refresh.
import { MemoryTokenStorage, redeemTicketId, type TokenManager } from '@ccproxy/core'
import { describe, expect, it } from 'vitest'
import {
  freshCredential,
  hour,
  key,
  type ManagedLogin,
  startManagedLogin,
  storedGeneration,
} from './__fixtures__/managed-login.js'
import { createFaultyStorage, type FaultyStorage } from './create-faulty-storage.js'
import { createPause } from './pause.js'

interface Owners extends ManagedLogin {
  /** The same storage without faults, and without a lock that would stop anybody. */
  readonly inner: MemoryTokenStorage
  readonly faulty: FaultyStorage
}

async function expired(): Promise<Owners> {
  const inner = new MemoryTokenStorage()
  const faulty = createFaultyStorage(inner)
  const login = await startManagedLogin({ storage: faulty })
  login.clock.advance(hour + 1)
  return { ...login, inner, faulty }
}

async function storedOAuth({ inner }: Owners) {
  const stored = await inner.read(key)
  if (stored?.kind !== 'oauth') throw new Error('no login is stored')
  return stored
}

describe('a sign-out while a refresh is in flight', () => {
  it('waits for it, and nothing comes back to life', async () => {
    await using login = await expired()
    const { manager, faulty, inner, endpoint, events } = login
    const pause = createPause()
    faulty.script({ operation: 'write', pause })
    const refreshing = manager.acquire(key)
    await pause.reached
    const other: TokenManager = await login.another(inner)
    const signingOut = other.logout(key)
    pause.release()
    expect((await refreshing).reveal()).toBe('fake-access-token-2')
    expect(await signingOut).toMatchObject({ removed: true })
    expect(await inner.read(key)).toBeUndefined()
    login.clock.advance(hour + 1)
    await expect(manager.acquire(key)).rejects.toMatchObject({ code: 'CCPROXY_CREDENTIAL_ABSENT' })
    expect((await manager.snapshot(key)).state).toBe('absent')
    expect(events.map(([name]) => name)).toEqual(['oauth.refresh.response'])
    expect([endpoint.requests.length, endpoint.family.replays]).toEqual([1, 0])
  })

  it('that ignores the lock: the new token is not saved, and the caller is told', async () => {
    await using login = await expired()
    const { manager, faulty, inner, events } = login
    faulty.script({
      operation: 'write',
      meanwhile: async () => inner.remove(key, { expectedRevision: (await storedOAuth(login)).revision }),
    })
    const absent = { code: 'CCPROXY_CREDENTIAL_ABSENT', message: 'acme was signed out during a refresh' }
    await expect(manager.acquire(key)).rejects.toMatchObject(absent)
    expect(await inner.read(key)).toBeUndefined()
    expect((await manager.snapshot(key)).state).toBe('absent')
    expect(events).toMatchObject([['oauth.error', absent]])
  })
})

describe('somebody writes between our redeem and our write', () => {
  it.each([
    ['an older rotation of the same grant: ours wins', 0, 'fake-access-token-2', 2],
    ['a newer rotation of the same grant: theirs wins', 5, 'fake-access-token-of-a-peer', 6],
  ])('%s', async (_name, ahead, served, generation) => {
    await using login = await expired()
    const { manager, faulty, inner, clock, endpoint, events } = login
    faulty.script({
      operation: 'write',
      meanwhile: async () => {
        const { revision, ...stored } = await storedOAuth(login)
        const theirs = {
          ...stored,
          generation: stored.generation + ahead,
          accessToken: 'fake-access-token-of-a-peer',
          // Their clock says otherwise; generations decide.
          obtainedAt: clock.now() - hour,
          expiresAt: clock.now() + hour,
        }
        await inner.write(key, theirs, { expectedRevision: revision })
      },
    })
    expect((await manager.acquire(key)).reveal()).toBe(served)
    expect(await storedGeneration(login)).toBe(generation)
    expect(events.map(([name]) => name)).toEqual(['oauth.refresh.response'])
    expect(endpoint.requests).toHaveLength(1)
    const ticket = await inner.tickets.take(redeemTicketId('fake-refresh-token-1'))
    expect(ticket).toMatchObject({ outcome: 'redeemed' })
  })

  it('a new sign-in: it wins, and serves', async () => {
    await using login = await expired()
    const { manager, faulty, inner, clock, endpoint } = login
    faulty.script({
      operation: 'write',
      meanwhile: async () => {
        const { revision } = await storedOAuth(login)
        await inner.write(key, freshCredential(endpoint, clock.now()), { expectedRevision: revision })
      },
    })
    expect((await manager.acquire(key)).reveal()).toBe('fake-access-token-3')
    expect(await inner.read(key)).toMatchObject({ grantId: 'grant-3', generation: 1 })
  })
})

describe('a process that stood still', () => {
  it('before it took the lock: it uses what was brought meanwhile, and sends nothing', async () => {
    await using login = await expired()
    const { manager, faulty, inner, endpoint } = login
    const pause = createPause()
    faulty.script({ operation: 'lock', pause })
    const late = manager.acquire(key)
    await pause.reached
    await (await login.another(inner)).acquire(key)
    pause.release()
    expect((await late).reveal()).toBe('fake-access-token-2')
    expect(login.events.at(-1)).toMatchObject(['oauth.refresh.response', { source: 'other-process' }])
    expect([endpoint.requests.length, endpoint.family.replays]).toEqual([1, 0])
  })

  it('between its ticket and its request, while another waits: it goes on, and the other takes over its result', async () => {
    await using login = await expired()
    const { manager, faulty, inner, endpoint } = login
    const pause = createPause()
    faulty.script({ operation: 'take', moment: 'after', pause })
    const holder = manager.acquire(key)
    await pause.reached
    // Even without the lock, which the memory of this test would keep.
    const unlocked = createFaultyStorage(inner)
    unlocked.withLock = (_key, task) => task({ signal: new AbortController().signal, assertHeld: () => {} })
    const waiting = (await login.another(unlocked)).acquire(key)
    await expect.poll(() => unlocked.calls.filter((call) => call === 'take').length).toBeGreaterThan(2)
    expect(endpoint.requests).toEqual([])
    pause.release()
    const tokens = await Promise.all([holder, waiting])
    expect(tokens.map((token) => token.reveal())).toEqual(['fake-access-token-2', 'fake-access-token-2'])
    expect([endpoint.requests.length, endpoint.family.replays]).toEqual([1, 0])
  })
})

it('a copy of a directory: the second owner sends nothing, and is told what copies cannot do', async () => {
  await using login = await expired()
  const { manager, inner, endpoint } = login
  const copy = new MemoryTokenStorage()
  const { revision: _revision, ...stored } = await storedOAuth(login)
  await copy.write(key, stored, { expectedRevision: null })
  const shared = Object.assign(createFaultyStorage(copy), { tickets: inner.tickets })
  await manager.acquire(key)
  const other = await login.another(shared)
  await expect(other.acquire(key)).rejects.toMatchObject({
    code: 'CCPROXY_CREDENTIAL_NEEDS_LOGIN',
    message: expect.stringContaining('copies of a configuration directory cannot share a login'),
  })
  expect((await other.snapshot(key)).state).toBe('needs-login')
  expect([endpoint.requests.length, endpoint.family.replays, endpoint.family.revoked]).toEqual([1, 0, false])
})
