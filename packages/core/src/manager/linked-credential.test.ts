// Another tool's credential: what its owner rotates is taken over, and its refresh token is never ours to send.
import { describe, expect, it } from 'vitest'
import type { LinkedFlow, LinkedReading } from '../oauth/oauth-flow.js'
import type { LinkedCredential } from '../storage/credential.js'
import { credential, hour, key, manage, start, TestClock } from './__fixtures__/managed-account.js'

/** The file of the owner, as its own program keeps it. */
function ownersFile() {
  const file: { reading: LinkedReading | undefined } = { reading: undefined }
  const rotate = (number: number, expiresAt: number): void => {
    file.reading = {
      fingerprint: String(number),
      where: '/home/someone/.owner/credentials.json',
      accessToken: `fake-access-of-the-owner-${number}`,
      refreshToken: `fake-refresh-of-the-owner-${number}`,
      expiresAt,
    }
  }
  rotate(1, start + hour)
  return { file, rotate }
}

async function linked(renewal: LinkedFlow['renewal'], renew?: LinkedFlow['renew']) {
  const { file, rotate } = ownersFile()
  const flow: LinkedFlow = {
    kind: 'linked',
    id: 'link',
    label: 'The owner',
    renewal,
    read: () => Promise.resolve(file.reading),
    ...(renew !== undefined && { renew }),
  }
  const account = manage({ flows: [flow], clock: new TestClock() })
  const pointer: Omit<LinkedCredential, 'revision'> = {
    kind: 'linked',
    flow: 'link',
    renewal,
    source: { where: '/home/someone/.owner/credentials.json' },
    obtainedAt: start,
    extra: {},
  }
  await account.storage.write(key, pointer, { expectedRevision: null })
  return { ...account, file, rotate }
}

describe('a link that only its owner renews', () => {
  it('serves what the owner has, and takes over what it rotates', async () => {
    const { manager, clock, rotate, storage } = await linked('owner-only')
    expect((await manager.acquire(key)).reveal()).toBe('fake-access-of-the-owner-1')
    expect(manager.peek(key)?.state).toBe('valid')
    clock.pass(hour + 1)
    rotate(2, clock.now() + hour)
    expect((await manager.acquire(key)).reveal()).toBe('fake-access-of-the-owner-2')
    expect(JSON.stringify(await storage.read(key))).not.toContain('of-the-owner')
  })

  it('is usable at once after it was linked', async () => {
    const { manager } = await linked('owner-only')
    const interaction = {
      signal: new AbortController().signal,
      showUrl: () => Promise.resolve(),
      prompt: () => Promise.reject(new Error('not asked')),
      notify: () => {},
    }
    expect((await manager.login(key, 'link', interaction)).state).toBe('valid')
    expect((await manager.acquire(key)).reveal()).toBe('fake-access-of-the-owner-1')
  })

  it('keeps the living token while the owner writes its file', async () => {
    const { manager, clock, context, file } = await linked('owner-only')
    await manager.acquire(key)
    const [flow] = context.flows
    if (flow?.kind !== 'linked') throw new Error('no link')
    clock.pass(hour - 30_000)
    Object.assign(flow, { read: () => Promise.reject(new SyntaxError('half a file')) })
    expect((await manager.acquire(key)).reveal()).toBe('fake-access-of-the-owner-1')
    expect(file.reading).toBeDefined()
  })

  it('needs its owner when it expired, and works again when the owner renewed it', async () => {
    const { manager, clock, rotate } = await linked('owner-only')
    await manager.acquire(key)
    clock.pass(hour + 1)
    await expect(manager.acquire(key)).rejects.toMatchObject({ code: 'CCPROXY_CREDENTIAL_NEEDS_LOGIN' })
    rotate(2, clock.now() + hour)
    clock.pass(2001)
    expect((await manager.acquire(key)).reveal()).toBe('fake-access-of-the-owner-2')
  })

  it('answers a 401 with what the owner has by then, or not at all', async () => {
    const { manager, rotate } = await linked('owner-only')
    const rejected = await manager.acquire(key)
    expect((await manager.acquire(key, { rejected })).revision).toBe(rejected.revision)
    rotate(2, start + 2 * hour)
    expect((await manager.acquire(key, { rejected })).reveal()).toBe('fake-access-of-the-owner-2')
  })

  it('is gone when the owner signed out', async () => {
    const { manager, clock, file } = await linked('owner-only')
    await manager.acquire(key)
    file.reading = undefined
    clock.pass(hour + 1)
    await expect(manager.acquire(key)).rejects.toThrow(
      'there is no login at /home/someone/.owner/credentials.json any more',
    )
  })
})

describe('a link that is handed off', () => {
  it('leaves the renewal to programs of the owner until the last 20 s', async () => {
    let asked = 0
    const account = await linked('hand-off', () => {
      asked += 1
      account.rotate(2, account.clock.now() + hour)
      return Promise.resolve({ accessToken: 'fake-access-of-the-owner-2', expiresAt: account.clock.now() + hour })
    })
    const { manager, clock } = account
    await manager.acquire(key)
    clock.pass(hour - 25_000)
    await manager.acquire(key)
    expect(asked).toBe(0)
    clock.pass(10_000)
    await manager.acquire(key)
    await manager.stop()
    expect(asked).toBe(1)
  })

  it('asks the owner once for any number of callers, and believes its file', async () => {
    let asked = 0
    const account = await linked('hand-off', () => {
      asked += 1
      account.rotate(2, account.clock.now() + hour)
      return Promise.resolve({ accessToken: 'fake-access-of-the-owner-2', expiresAt: account.clock.now() + 60_000 })
    })
    const { manager, clock, events } = account
    await manager.acquire(key)
    clock.pass(hour + 1)
    const tokens = await Promise.all(Array.from({ length: 50 }, () => manager.acquire(key)))
    expect(new Set(tokens.map((token) => token.reveal()))).toEqual(new Set(['fake-access-of-the-owner-2']))
    expect(tokens[0]?.expiresInSeconds).toBe(3600)
    expect(asked).toBe(1)
    expect(events.map(([name]) => name)).toEqual(['oauth.refresh.request', 'oauth.refresh.response'])
  })

  it('backs off when the owner cannot, and says why', async () => {
    const { manager, clock, events } = await linked('hand-off', () =>
      Promise.reject(new Error('the owner is not installed')),
    )
    await manager.acquire(key)
    clock.pass(hour + 1)
    await expect(manager.acquire(key)).rejects.toMatchObject({ code: 'CCPROXY_INTERNAL' })
    await expect(manager.acquire(key)).rejects.toMatchObject({ code: 'CCPROXY_CREDENTIAL_REFRESH_LIMIT' })
    expect(events.at(-1)?.[0]).toBe('oauth.error')
  })
})

describe('a link that is minted from', () => {
  it('keeps the minted token with us, and nothing of the owner', async () => {
    const { manager, clock, storage, file } = await linked('mint', () =>
      Promise.resolve({ accessToken: 'fake-minted-access-token', expiresAt: start + 3 * hour }),
    )
    file.reading = {
      fingerprint: '1',
      where: '/home/someone/.owner/credentials.json',
      refreshToken: 'fake-refresh-of-the-owner',
    }
    clock.pass(2 * hour)
    expect((await manager.refresh(key)).reveal()).toBe('fake-minted-access-token')
    const stored = await storage.read(key)
    expect(stored).toMatchObject({ kind: 'linked', minted: { accessToken: 'fake-minted-access-token' } })
    expect(JSON.stringify(stored)).not.toContain('fake-refresh-of-the-owner')
  })

  it('removes only the pointer at sign-out', async () => {
    const { manager, storage, file } = await linked('owner-only')
    expect(await manager.logout(key)).toMatchObject({ removed: true, revocation: 'not-offered' })
    expect(await storage.list()).toEqual([])
    expect(file.reading).toBeDefined()
  })
})

async function commandOnly(renewal: 'hand-off' | 'mint') {
  let asked = 0
  const account = await linked(renewal, () => {
    asked += 1
    return Promise.resolve({ accessToken: `fake-token-${asked}`, expiresAt: account.clock.now() + hour })
  })
  account.file.reading = { fingerprint: 'someone', where: 'the owner' }
  return { ...account, asked: () => asked }
}

describe('a link whose owner has no token to read', () => {
  const silent = {
    signal: new AbortController().signal,
    showUrl: () => Promise.resolve(),
    prompt: () => Promise.reject(new Error('not asked')),
    notify: () => {},
  }

  it.each(['hand-off', 'mint'] as const)(
    '%s: is asked at the sign-in, and not again while the token lives',
    async (renewal) => {
      const { manager, clock, asked, storage } = await commandOnly(renewal)
      expect((await manager.login(key, 'link', silent)).state).toBe('valid')
      await storage.write({ provider: 'acme', account: 'other' }, credential(), { expectedRevision: null })
      clock.pass(60_000)
      expect((await manager.acquire(key)).reveal()).toBe('fake-token-1')
      expect(asked()).toBe(1)
      const rejected = await manager.acquire(key)
      expect((await manager.acquire(key, { rejected })).reveal()).toBe('fake-token-2')
      clock.pass(10_000)
      expect((await manager.acquire(key)).reveal()).toBe('fake-token-2')
      expect(asked()).toBe(2)
      expect(JSON.stringify(await storage.read(key)).includes('fake-token')).toBe(renewal === 'mint')
    },
  )

  it.each(['hand-off', 'mint'] as const)('%s: is asked again when somebody else signed in there', async (renewal) => {
    const { manager, clock, asked, file } = await commandOnly(renewal)
    await manager.login(key, 'link', silent)
    file.reading = { fingerprint: 'somebody-else', where: 'the owner' }
    clock.pass(hour + 1)
    expect((await manager.acquire(key)).reveal()).toBe('fake-token-2')
    expect(asked()).toBe(2)
  })

  it('a login that its owner refuses is none', async () => {
    const account = await linked('hand-off', () => Promise.reject(new Error('not now')))
    await account.storage.remove(key, { expectedRevision: (await account.storage.read(key))?.revision ?? '' })
    account.file.reading = { fingerprint: 'someone', where: 'the owner' }
    await expect(account.manager.login(key, 'link', silent)).rejects.toMatchObject({ code: 'CCPROXY_INTERNAL' })
    expect(await account.storage.list()).toEqual([])
  })
})
