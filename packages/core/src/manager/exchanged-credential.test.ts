// Logins without a refresh token: an assertion or the client itself is exchanged anew.
import { describe, expect, it } from 'vitest'
import type { Fetch } from '../http/http-client.js'
import type { ClientCredentialsFlow, JwtBearerFlow } from '../oauth/oauth-flow.js'
import { MemoryTokenStorage } from '../storage/memory-token-storage.js'
import { hour, key, manage, TestClock } from './__fixtures__/managed-account.js'

const tokenUrl = 'https://login.acme.example/token'
const silent = {
  signal: new AbortController().signal,
  showUrl: () => Promise.resolve(),
  prompt: () => Promise.reject(new Error('not asked')),
  notify: () => {},
}

/** A federation whose identity token is another one at each look. */
function federation({ ambient = false } = {}) {
  let looks = 0
  const flow: JwtBearerFlow = {
    kind: 'jwt-bearer',
    id: 'federation',
    label: 'Federation',
    token: {
      url: tokenUrl,
      encoding: 'json',
      explain: ({ description }) => (description === 'unknown rule' ? 'Correct the rule id.' : undefined),
    },
    ambient: () => ambient,
    assertion: () => {
      looks += 1
      return Promise.resolve({ assertion: `fake-identity-token-${looks}`, params: { rule: 'rule-1' } })
    },
  }
  return flow
}

/** A token endpoint that gives another token at each request, or refuses. */
function tokenEndpoint() {
  const bodies: string[] = []
  const state: { refusal: object | undefined } = { refusal: undefined }
  const fetch: Fetch = async (_url, init) => {
    bodies.push(typeof init?.body === 'string' ? init.body : '')
    if (state.refusal !== undefined) return Response.json(state.refusal, { status: 400 })
    return Response.json({
      access_token: `fake-exchanged-token-${bodies.length}`,
      token_type: 'Bearer',
      expires_in: 3600,
    })
  }
  return { fetch, bodies, state }
}

describe('a login by assertion', () => {
  it('is stored, and exchanged anew at its end with the assertion of that moment', async () => {
    const { fetch, bodies } = tokenEndpoint()
    const { manager, storage, clock } = manage({ fetch, flows: [federation()] })
    expect((await manager.login(key, 'federation', silent)).state).toBe('valid')
    expect(await storage.read(key)).toMatchObject({ kind: 'oauth', renewal: 'exchange', generation: 1 })
    // What is exchanged anew has no end of its own.
    expect((await manager.snapshot(key)).toJSON()).toMatchObject({ loginEndsAt: null, endsSoon: false })
    clock.pass(hour + 1)
    const tokens = await Promise.all(Array.from({ length: 50 }, () => manager.acquire(key)))
    expect(new Set(tokens.map((token) => token.reveal()))).toEqual(new Set(['fake-exchanged-token-2']))
    expect(bodies.map((body) => JSON.parse(body))).toEqual(
      ['fake-identity-token-1', 'fake-identity-token-2'].map((assertion) => ({
        grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
        rule: 'rule-1',
        assertion,
      })),
    )
    expect(await storage.read(key)).toMatchObject({ generation: 2, accessToken: 'fake-exchanged-token-2' })
  })

  it('is not exchanged by a process that finds what another one brought', async () => {
    const { fetch, bodies } = tokenEndpoint()
    const storage = new MemoryTokenStorage()
    const clock = new TestClock()
    const one = manage({ fetch, flows: [federation()], storage, clock })
    const other = manage({ fetch, flows: [federation()], storage, clock })
    await one.manager.login(key, 'federation', silent)
    await other.manager.acquire(key)
    clock.pass(hour + 1)
    await one.manager.acquire(key)
    expect((await other.manager.acquire(key)).reveal()).toBe('fake-exchanged-token-2')
    expect(bodies).toHaveLength(2)
  })

  it('survives a refusal: it works again as soon as what was wrong is put right', async () => {
    const { fetch, state } = tokenEndpoint()
    const { manager, clock, storage } = manage({ fetch, flows: [federation()] })
    await manager.login(key, 'federation', silent)
    clock.pass(hour + 1)
    state.refusal = { error: 'invalid_grant', error_description: 'unknown rule' }
    await expect(manager.acquire(key)).rejects.toMatchObject({
      code: 'CCPROXY_OAUTH_INVALID_GRANT',
      hint: 'Correct the rule id.',
    })
    expect(await storage.read(key)).not.toHaveProperty('needsLogin')
    state.refusal = undefined
    clock.pass(2000)
    expect((await manager.acquire(key)).state).toBe('valid')
  })

  it('is replaced once when the provider refuses it with 401', async () => {
    const { fetch, bodies } = tokenEndpoint()
    const { manager } = manage({ fetch, flows: [federation()] })
    await manager.login(key, 'federation', silent)
    const rejected = await manager.acquire(key)
    expect((await manager.acquire(key, { rejected })).reveal()).toBe('fake-exchanged-token-2')
    expect(bodies).toHaveLength(2)
  })

  it('says without words of the plugin that there is no assertion', async () => {
    const flow = { ...federation(), assertion: () => Promise.reject(new Error('file says fake-identity-token')) }
    const { manager } = manage({ flows: [flow] })
    const login = manager.login(key, 'federation', silent)
    await expect(login).rejects.toMatchObject({
      code: 'CCPROXY_OAUTH_ASSERTION',
      message: 'the flow federation has no assertion to exchange: Error',
    })
  })
})

describe('an ambient exchange', () => {
  it('needs no sign-in, lives in memory, and is kept at another look', async () => {
    const { fetch, bodies } = tokenEndpoint()
    const { manager, storage, clock } = manage({ fetch, flows: [federation({ ambient: true })] })
    expect(await manager.accounts()).toEqual([key])
    expect((await manager.snapshot(key)).toJSON()).toMatchObject({
      state: 'expired',
      usable: true,
      expiresAt: null,
      expiresInSeconds: null,
      loginEndsAt: null,
      endsSoon: false,
      storage: 'federation (Federation)',
    })
    expect((await manager.acquire(key)).reveal()).toBe('fake-exchanged-token-1')
    expect(await storage.list()).toEqual([])
    clock.pass(60_000)
    expect((await manager.acquire(key)).reveal()).toBe('fake-exchanged-token-1')
    expect((await manager.snapshot(key)).storage).toBe('federation (Federation)')
    clock.pass(hour)
    expect((await manager.acquire(key)).reveal()).toBe('fake-exchanged-token-2')
    expect(bodies).toHaveLength(2)
    expect(await storage.list()).toEqual([])
  })

  it('works where nothing can be written', async () => {
    const { fetch } = tokenEndpoint()
    const storage = new MemoryTokenStorage()
    storage.withLock = () => Promise.reject(new Error('a read-only disk'))
    const { manager } = manage({ fetch, flows: [federation({ ambient: true })], storage })
    expect((await manager.acquire(key)).state).toBe('valid')
  })

  it('comes after a key, and gives way to a login', async () => {
    const { fetch } = tokenEndpoint()
    const keyFlow = { kind: 'api-key', id: 'key', label: 'Key', env: ['ACME_API_KEY'] } as const
    const { manager } = manage({
      fetch,
      flows: [federation({ ambient: true }), keyFlow],
      environment: { ACME_API_KEY: 'fake-api-key-for-tests-only' },
    })
    const token = await manager.acquire(key)
    expect(token).toMatchObject({ kind: 'api-key', shadows: ['federation (Federation)'] })
    const login = await manager.login(key, 'federation', silent)
    expect(login.kind).toBe('oauth')
    expect((await manager.acquire(key)).storage).toBe('memory')
  })

  it('is not there when the plugin cannot say', async () => {
    const flow: JwtBearerFlow = {
      ...federation(),
      ambient: () => {
        throw new Error('no home')
      },
    }
    const { manager } = manage({ flows: [flow] })
    expect(await manager.accounts()).toEqual([])
    await expect(manager.acquire(key)).rejects.toMatchObject({ code: 'CCPROXY_CREDENTIAL_ABSENT' })
  })
})

describe('client credentials', () => {
  const flow: ClientCredentialsFlow = {
    kind: 'client-credentials',
    id: 'client',
    label: 'Client',
    clientId: 'client-1',
    clientSecret: 'fake-client-secret',
    scopes: ['inference'],
    token: { url: tokenUrl },
  }

  it('are sent at login and at every renewal, and bind the login to the client', async () => {
    const { fetch, bodies } = tokenEndpoint()
    const storage = new MemoryTokenStorage()
    const { manager, clock } = manage({ fetch, flows: [flow], storage })
    await manager.login(key, 'client', silent)
    clock.pass(hour + 1)
    expect((await manager.acquire(key)).reveal()).toBe('fake-exchanged-token-2')
    for (const body of bodies)
      expect(Object.fromEntries(new URLSearchParams(body))).toEqual({
        grant_type: 'client_credentials',
        client_id: 'client-1',
        client_secret: 'fake-client-secret',
        scope: 'inference',
      })
    const changed = manage({ flows: [{ ...flow, clientId: 'client-2' }], storage, clock })
    await expect(changed.manager.acquire(key)).rejects.toMatchObject({ code: 'CCPROXY_CREDENTIAL_BINDING' })
  })
})
