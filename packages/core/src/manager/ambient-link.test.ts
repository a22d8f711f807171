// Another tool's login that is used without a sign-in of ours.
import { describe, expect, it } from 'vitest'
import { CCProxyError } from '../errors/ccproxy-error.js'
import type { LinkedFlow, LinkedReading } from '../oauth/oauth-flow.js'
import { hour, key, manage, start } from './__fixtures__/managed-account.js'

function owner(renewal: LinkedFlow['renewal']) {
  const state: { reading: LinkedReading | undefined; refusal: Error | undefined; asked: number } = {
    refusal: undefined,
    asked: 0,
    reading: {
      fingerprint: '1',
      where: '/home/someone/.owner/login.json',
      refreshToken: 'fake-refresh-of-the-owner',
      profile: { email: 'dev@example.test', attributes: { project_id: 'project-1' } },
    },
  }
  const flow: LinkedFlow = {
    kind: 'linked',
    id: 'link',
    label: 'The owner',
    renewal,
    ambient: () => true,
    read: () => (state.refusal === undefined ? Promise.resolve(state.reading) : Promise.reject(state.refusal)),
    renew: () => {
      state.asked += 1
      return Promise.resolve({ accessToken: `fake-token-${state.asked}`, expiresAt: start + (state.asked + 1) * hour })
    },
  }
  return { flow, state }
}

describe.each(['mint', 'hand-off'] as const)('an ambient link by %s', (renewal) => {
  it('is renewed once for any number of callers, and stored nowhere', async () => {
    const { flow, state } = owner(renewal)
    const { manager, storage, clock } = manage({ flows: [flow] })
    const tokens = await Promise.all(Array.from({ length: 20 }, () => manager.acquire(key)))
    expect(new Set(tokens.map((token) => token.reveal()))).toEqual(new Set(['fake-token-1']))
    clock.pass(60_000)
    expect((await manager.acquire(key)).reveal()).toBe('fake-token-1')
    clock.pass(2 * hour)
    expect((await manager.acquire(key)).reveal()).toBe('fake-token-2')
    expect(state.asked).toBe(2)
    expect(await storage.list()).toEqual([])
  })

  it('tells requests what they must know of the login', async () => {
    const { manager } = manage({ flows: [owner(renewal).flow] })
    const token = await manager.acquire(key)
    expect(token.account).toEqual({ email: 'dev@example.test', attributes: { project_id: 'project-1' } })
    expect(token.expiresAt).toBe(start + 2 * hour)
    expect(token.storage).toBe('link (The owner)')
  })
})

it('is not shadowed by itself once it is linked', async () => {
  const { flow } = owner('mint')
  const keyFlow = { kind: 'api-key', id: 'key', label: 'Key', env: ['ACME_API_KEY'] } as const
  const { manager } = manage({ flows: [flow, keyFlow], environment: { ACME_API_KEY: 'fake-api-key-for-tests-only' } })
  const interaction = {
    signal: new AbortController().signal,
    showUrl: () => Promise.resolve(),
    prompt: () => Promise.reject(new Error('not asked')),
    notify: () => {},
  }
  await manager.login(key, 'link', interaction)
  expect((await manager.snapshot(key)).shadows).toEqual(['ACME_API_KEY'])
})

it('whose owner signed out gives way to the next', async () => {
  const gone = owner('mint')
  gone.state.reading = undefined
  const next = owner('mint')
  const { manager } = manage({ flows: [gone.flow, { ...next.flow, id: 'next' }] })
  expect((await manager.acquire(key)).flow).toBe('next')
  expect(gone.state.asked).toBe(0)
})

it('of an owner who is not signed in is no login', async () => {
  const { flow, state } = owner('hand-off')
  state.reading = undefined
  const { manager } = manage({ flows: [flow] })
  await expect(manager.acquire(key)).rejects.toMatchObject({ code: 'CCPROXY_CREDENTIAL_ABSENT' })
})

it('that must not be used says what to do, and works again afterwards', async () => {
  const { flow, state } = owner('mint')
  const { manager, clock } = manage({ flows: [flow] })
  state.refusal = new CCProxyError('CCPROXY_CREDENTIAL_LINK', 'the profile is for another API', {
    hint: 'Set plugins.acme.base_url.',
  })
  await expect(manager.acquire(key)).rejects.toMatchObject({
    code: 'CCPROXY_CREDENTIAL_NEEDS_LOGIN',
    message: 'acme needs a new sign-in: the profile is for another API',
    hint: expect.stringContaining('Set plugins.acme.base_url.'),
  })
  expect((await manager.snapshot(key)).lastError).toMatchObject({
    code: 'CCPROXY_CREDENTIAL_LINK',
    hint: 'the profile is for another API. Set plugins.acme.base_url.',
  })
  state.refusal = undefined
  clock.pass(2001)
  expect((await manager.acquire(key)).reveal()).toBe('fake-token-1')
})
