import { describe, expect, it } from 'vitest'
import { CCProxyError } from '../errors/ccproxy-error.js'
import type { ApiKeyFlow } from '../oauth/oauth-flow.js'
import { MemoryTokenStorage } from '../storage/memory-token-storage.js'
import { credential, hour, key, manage, rotated, TestClock } from './__fixtures__/managed-account.js'

const absent = { expectedRevision: null }
const refused = (code: 'CCPROXY_OAUTH_INVALID_GRANT' | 'CCPROXY_OAUTH_UNREACHABLE' | 'CCPROXY_OAUTH_CONNECTION_LOST') =>
  new CCProxyError(code, 'the token endpoint said no')
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'resolved',
    (error: unknown) => (error instanceof CCProxyError ? error.code : String(error)),
  )

/** A login that is about to expire or has expired. */
async function signedIn(passMs: number, options: Parameters<typeof manage>[0] = {}) {
  const account = manage(options)
  await account.storage.write(key, credential(), absent)
  await account.manager.acquire(key)
  account.clock.pass(passMs)
  return account
}

describe('acquire', () => {
  it('serves a fresh token from memory, by peek too', async () => {
    const { manager, sent } = await signedIn(hour / 2)
    const token = await manager.acquire(key)
    expect(token.reveal()).toBe('fake-access-token-number-1')
    expect(manager.peek(key)).toBe(token)
    expect(sent).toEqual([])
  })

  it('serves an expiring token at once and renews it in the background', async () => {
    const { manager, sent, storage } = await signedIn(hour - 30_000)
    expect(manager.peek(key)).toBeUndefined()
    expect((await manager.acquire(key)).reveal()).toBe('fake-access-token-number-1')
    await manager.stop()
    expect(sent).toEqual(['fake-refresh-1'])
    expect(await storage.read(key)).toMatchObject({ generation: 2 })
  })

  it('renews an expired token once for any number of callers, and saves it before anyone uses it', async () => {
    const { manager, sent, storage, events } = await signedIn(hour + 1)
    const tokens = await Promise.all(
      Array.from({ length: 200 }, async () => {
        const token = await manager.acquire(key)
        return { token, saved: await storage.read(key) }
      }),
    )
    expect(sent).toEqual(['fake-refresh-1'])
    for (const { token, saved } of tokens) {
      expect(token.reveal()).toBe('fake-access-token-number-2')
      expect(saved?.revision).toBe(token.revision)
    }
    expect(events.map(([name]) => name)).toEqual(['oauth.refresh.request', 'oauth.refresh.response'])
    expect(events[0]?.[1]).toMatchObject({ reason: 'expired' })
  })

  it('takes over what another process renewed instead of renewing', async () => {
    const { manager, sent, storage, clock, events } = await signedIn(hour + 1)
    const stored = await storage.read(key)
    if (stored?.kind !== 'oauth') throw new Error('no credential')
    await storage.write(key, rotated(stored, clock.now()), { expectedRevision: stored.revision })
    expect((await manager.acquire(key)).reveal()).toBe('fake-access-token-number-2')
    expect(sent).toEqual([])
    expect(events).toEqual([])
  })

  it('keeps the old refresh token out of reach after a rotation: each is sent once', async () => {
    const { manager, sent, clock } = await signedIn(hour + 1)
    for (let round = 0; round < 5; round += 1) {
      await manager.acquire(key)
      clock.pass(hour + 1)
    }
    expect(sent).toEqual([1, 2, 3, 4, 5].map((n) => `fake-refresh-${n}`))
  })

  it('ends a waiting caller at its abort, not the refresh', async () => {
    const held = Promise.withResolvers<undefined>()
    const { manager, clock } = await signedIn(hour + 1, {
      refresh: async (previous) => {
        await held.promise
        return rotated(previous, clock.now())
      },
    })
    const leaving = new AbortController()
    const left = manager.acquire(key, { signal: leaving.signal })
    const staying = manager.acquire(key)
    leaving.abort(new Error('client left'))
    await expect(left).rejects.toThrow('client left')
    held.resolve(undefined)
    expect((await staying).reveal()).toBe('fake-access-token-number-2')
  })

  it('says who must sign in when there is no login, without remembering the question', async () => {
    const { manager } = manage()
    const asked = manager.acquire({ provider: 'acme', account: 'work' })
    await expect(asked).rejects.toMatchObject({
      code: 'CCPROXY_CREDENTIAL_ABSENT',
      hint: 'Run: ccproxy auth login acme --account work',
    })
  })
})

describe('a refused token (401)', () => {
  it('is renewed once, and the caller gets another revision', async () => {
    const { manager, sent, events } = await signedIn(60_000)
    const rejected = await manager.acquire(key)
    const tokens = await Promise.all(Array.from({ length: 50 }, () => manager.acquire(key, { rejected })))
    expect(new Set(tokens.map(({ revision }) => revision)).size).toBe(1)
    expect(tokens[0]?.revision).not.toBe(rejected.revision)
    expect(sent).toEqual(['fake-refresh-1'])
    expect(events[0]?.[1]).toMatchObject({ reason: 'rejected' })
  })

  it('causes at most one refresh a minute, whatever the provider keeps refusing', async () => {
    const { manager, sent, clock } = await signedIn(60_000)
    for (let attempt = 0; attempt < 200; attempt += 1)
      await manager.acquire(key, { rejected: await manager.acquire(key) })
    expect(sent).toHaveLength(1)
    clock.pass(60_001)
    await manager.acquire(key, { rejected: await manager.acquire(key) })
    expect(sent).toHaveLength(2)
  })

  it('that is an API key comes back as it is: there is nothing newer', async () => {
    const flow: ApiKeyFlow = { kind: 'api-key', id: 'key', label: 'Key', env: ['ACME_API_KEY'] }
    const { manager } = manage({ flows: [flow], environment: { ACME_API_KEY: 'fake-api-key-for-tests-only' } })
    const token = await manager.acquire(key)
    expect((await manager.acquire(key, { rejected: token })).revision).toBe(token.revision)
  })
})

describe('a failed refresh', () => {
  it('leaves a living token in use, backs off, and tells', async () => {
    const { manager, sent, clock, events } = await signedIn(hour - 30_000, {
      refresh: () => Promise.reject(refused('CCPROXY_OAUTH_UNREACHABLE')),
    })
    for (let attempt = 0; attempt < 10; attempt += 1) {
      expect((await manager.acquire(key)).reveal()).toBe('fake-access-token-number-1')
      await new Promise(setImmediate)
    }
    expect(sent).toHaveLength(1)
    expect(events.map(([name]) => name)).toEqual(['oauth.refresh.request', 'oauth.error'])
    clock.pass(1001)
    await manager.acquire(key)
    await manager.stop()
    expect(sent).toHaveLength(2)
    expect((await manager.snapshot(key)).lastError).toMatchObject({ code: 'CCPROXY_OAUTH_UNREACHABLE' })
  })

  it('of an expired token is thrown, and not repeated at every request', async () => {
    const { manager, sent } = await signedIn(hour + 1, {
      refresh: () => Promise.reject(refused('CCPROXY_OAUTH_UNREACHABLE')),
    })
    expect(await codeOf(manager.acquire(key))).toBe('CCPROXY_OAUTH_UNREACHABLE')
    expect(await codeOf(manager.acquire(key))).toBe('CCPROXY_CREDENTIAL_REFRESH_LIMIT')
    expect(sent).toHaveLength(1)
  })

  it('with invalid_grant needs a login, written for every process, and nothing is deleted or sent again', async () => {
    const { manager, sent, storage } = await signedIn(hour + 1, {
      refresh: () => Promise.reject(refused('CCPROXY_OAUTH_INVALID_GRANT')),
    })
    expect(await codeOf(manager.acquire(key))).toBe('CCPROXY_CREDENTIAL_NEEDS_LOGIN')
    expect(await storage.read(key)).toMatchObject({
      refreshToken: 'fake-refresh-1',
      needsLogin: { reason: 'the token endpoint said no' },
    })
    const other = manage({ storage, clock: new TestClock() })
    other.clock.pass(hour + 1)
    expect(await codeOf(other.manager.acquire(key))).toBe('CCPROXY_CREDENTIAL_NEEDS_LOGIN')
    expect((await other.manager.snapshot(key)).state).toBe('needs-login')
    expect([...sent, ...other.sent]).toEqual(['fake-refresh-1'])
  })

  it('with invalid_grant gives way to a token that a peer wrote meanwhile', async () => {
    const storage = new MemoryTokenStorage()
    const { manager, clock } = await signedIn(hour + 1, {
      storage,
      refresh: async (previous) => {
        await storage.write(key, rotated(previous, clock.now()), { expectedRevision: previous.revision })
        throw refused('CCPROXY_OAUTH_INVALID_GRANT')
      },
    })
    expect((await manager.acquire(key)).reveal()).toBe('fake-access-token-number-2')
  })

  it('whose outcome is unknown is tried once more at the end, then names the interruption', async () => {
    const { manager, sent, clock } = await signedIn(hour - 30_000, {
      refresh: () => Promise.reject(refused('CCPROXY_OAUTH_CONNECTION_LOST')),
    })
    await manager.acquire(key)
    await new Promise(setImmediate)
    clock.pass(2000)
    expect((await manager.acquire(key)).reveal()).toBe('fake-access-token-number-1')
    await new Promise(setImmediate)
    expect(sent).toHaveLength(1)
    clock.pass(60_000)
    expect(await codeOf(manager.acquire(key))).toBe('CCPROXY_OAUTH_CONNECTION_LOST')
    expect(sent).toHaveLength(2)
    clock.pass(hour)
    const last = manager.acquire(key)
    await expect(last).rejects.toMatchObject({ code: 'CCPROXY_CREDENTIAL_NEEDS_LOGIN' })
    await expect(last).rejects.toThrow(`a refresh by process ${process.pid} was interrupted at`)
    expect(sent).toHaveLength(2)
  })

  it('does not spin when the new token is born expired', async () => {
    const { manager, sent, clock } = await signedIn(hour + 1, {
      refresh: (previous) => Promise.resolve({ ...rotated(previous, clock.now()), expiresAt: clock.now() }),
    })
    for (let attempt = 0; attempt < 20; attempt += 1) await manager.acquire(key)
    expect(sent).toHaveLength(1)
  })
})

describe('clocks', () => {
  it('renews once after three hours of sleep, in which the monotonic clock stood still', async () => {
    const { manager, sent, clock } = await signedIn(0)
    clock.wall += 3 * hour
    await manager.acquire(key)
    await manager.acquire(key)
    expect(sent).toHaveLength(1)
  })

  it('believes the monotonic clock when the wall clock was set back', async () => {
    const { manager, sent, clock } = await signedIn(0)
    clock.pass(hour + 1)
    clock.wall -= 2 * hour
    await manager.acquire(key)
    expect(sent).toHaveLength(1)
    expect((await manager.acquire(key)).state).toBe('valid')
  })

  it('renews once a token that was obtained in the future', async () => {
    const clock = new TestClock()
    clock.wall -= hour
    const { manager, sent, storage } = manage({ clock })
    await storage.write(key, credential(), absent)
    await manager.acquire(key)
    await manager.acquire(key)
    expect(sent).toHaveLength(1)
  })
})

describe('what a grant is bound to', () => {
  it.each([
    [
      'plugin',
      { plugin: '@evil/acme', tokenOrigin: 'https://login.acme.example', apiOrigin: 'https://api.acme.example' },
    ],
    [
      'base_url',
      { plugin: '@test/acme', tokenOrigin: 'https://login.acme.example', apiOrigin: 'https://other.example' },
    ],
  ])('a changed %s sends nothing, not even a living token', async (name, boundTo) => {
    const { manager, storage, sent } = manage()
    await storage.write(key, credential({ boundTo }), absent)
    const acquired = manager.acquire(key)
    await expect(acquired).rejects.toMatchObject({
      code: 'CCPROXY_CREDENTIAL_BINDING',
      message: `${name} changed since the sign-in`,
    })
    expect(await codeOf(manager.refresh(key))).toBe('CCPROXY_CREDENTIAL_BINDING')
    expect((await manager.snapshot(key)).state).toBe('needs-login')
    expect(sent).toEqual([])
  })
})

describe('ambient keys', () => {
  const flow: ApiKeyFlow = { kind: 'api-key', id: 'key', label: 'Key', env: ['ACME_API_KEY'] }
  const environment = { ACME_API_KEY: 'fake-key-from-environment' }

  it('lose to a stored login, and the settings win over the environment', async () => {
    const { manager, storage } = manage({ flows: [flow], environment, settings: { apiKey: 'fake-key-from-settings' } })
    const fromSettings = await manager.snapshot(key)
    expect([fromSettings.reveal(), fromSettings.storage, fromSettings.shadows]).toEqual([
      'fake-key-from-settings',
      'plugins.acme.api_key',
      ['ACME_API_KEY'],
    ])
    await storage.write(key, credential(), absent)
    const other = manage({ flows: [flow], environment, storage })
    expect((await other.manager.snapshot(key)).shadows).toEqual(['ACME_API_KEY'])
    expect((await other.manager.acquire(key)).kind).toBe('oauth')
  })

  it('that are client keys of CCProxy are refused', async () => {
    const { manager } = manage({ flows: [flow], environment: { ACME_API_KEY: 'ccp_fake' } })
    expect(await codeOf(manager.acquire(key))).toBe('CCPROXY_CREDENTIAL_KEY_FORMAT')
  })

  it.each(['fake-key-1\n', '\uFEFFfake-key-1', '"fake-key-1"', 'Bearer fake-key-1'])(
    'are used without what does not belong to them: %j',
    async (value) => {
      const { manager } = manage({ flows: [flow], environment: { ACME_API_KEY: value } })
      expect((await manager.acquire(key)).reveal()).toBe('fake-key-1')
    },
  )

  it('that no header can carry are refused by the name of their variable or setting', async () => {
    const broken = { ACME_API_KEY: 'fake\nkey' }
    const { manager } = manage({ flows: [flow], environment: broken })
    await expect(manager.acquire(key)).rejects.toMatchObject({
      code: 'CCPROXY_CREDENTIAL_KEY_FORMAT',
      message: 'ACME_API_KEY holds a blank or a line break',
    })
    const settings = manage({ flows: [flow], settings: { apiKey: 'fäke' } })
    await expect(settings.manager.snapshot(key)).rejects.toMatchObject({
      message: expect.stringMatching(/^plugins\.acme\.api_key holds/),
    })
  })

  it('that cannot be used do not stop a stored login', async () => {
    const { manager, storage } = manage({ flows: [flow], environment: { ACME_API_KEY: 'fake\nkey' } })
    await storage.write(key, credential(), absent)
    expect((await manager.snapshot(key)).kind).toBe('oauth')
  })
})

describe('sign-out', () => {
  it('waits for a refresh under way and then removes what it brought', async () => {
    const { manager, storage, clock } = await signedIn(hour + 1, {
      refresh: async (previous) => {
        await new Promise((resolve) => setTimeout(resolve, 20))
        return rotated(previous, clock.now())
      },
    })
    const refreshing = manager.acquire(key)
    await new Promise(setImmediate)
    expect(await manager.logout(key)).toEqual({ removed: true, revocation: 'not-offered' })
    await refreshing
    expect(await storage.read(key)).toBeUndefined()
    expect((await manager.snapshot(key)).state).toBe('absent')
    expect(await manager.logout(key)).toEqual({ removed: false, revocation: 'not-offered' })
  })
})
