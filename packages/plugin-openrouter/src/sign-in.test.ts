// Both sign-ins against a stand-in that behaves as OpenRouter's documents say.
import type { ProviderPluginRuntime } from '@ccproxy/core'
import { createScriptedInteraction, createTestServices } from '@ccproxy/testkit'
import { type OpenRouterStandIn, startOpenRouter } from '@ccproxy/testkit/providers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { factory } from './plugin.js'

const account = { provider: 'openrouter', account: 'default' }

let standIn: OpenRouterStandIn
let runtime: ProviderPluginRuntime
beforeEach(async () => {
  standIn = await startOpenRouter()
  runtime = await factory.create(camelCased(standIn.settings), createTestServices())
})
afterEach(async () => {
  await runtime.stop()
  await standIn.stop()
})

/** The host maps the names of settings; here nobody does. */
function camelCased({ base_url: baseUrl, oauth }: Readonly<Record<string, unknown>>): object {
  const { authorize_url: authorizeUrl, token_url: tokenUrl } = { ...Object(oauth) }
  return { baseUrl, oauth: { authorizeUrl, tokenUrl } }
}

describe('a sign-in in the browser', () => {
  it('goes by localhost, PKCE and a path that nobody can guess, and ends with a key', async () => {
    const person = createScriptedInteraction()
    const token = await runtime.manager.login(account, 'browser', person)
    const { url } = person.shown[0] ?? {}
    const callback = new URL(url?.searchParams.get('callback_url') ?? '')
    expect(callback).toMatchObject({ protocol: 'http:', hostname: 'localhost' })
    expect(callback.pathname).toMatch(/^\/callback\/[\w-]{22}$/)
    expect([...(url?.searchParams.keys() ?? [])].toSorted()).toEqual([
      'callback_url',
      'code_challenge',
      'code_challenge_method',
    ])
    expect(token).toMatchObject({ kind: 'api-key', flow: 'browser', account: { id: 'user_stand_in' } })
    expect(token.reveal()).toMatch(/^sk-or-v1-/)
    expect(token.expiresAt).toBeUndefined()
    expect(standIn.tokenRequests).toEqual([{ grant: 'authorization_code', status: 200 }])
  })

  it('gives a key that the API takes', async () => {
    await runtime.manager.login(account, 'browser', createScriptedInteraction())
    expect(await runtime.health(AbortSignal.timeout(5000))).toEqual({ status: 'ok', detail: 'no limit on this key' })
    expect(standIn.apiRequests).toMatchObject([
      { path: '/api/v1/key', headers: { authorization: expect.stringMatching(/^Bearer sk-or-/) } },
    ])
  })

  it('uses the port that the person chose', async () => {
    const { shown, ...person } = createScriptedInteraction({ person: 'does-nothing' })
    const chosen = await factory.create(
      { ...camelCased(standIn.settings), oauth: { authorizeUrl: `${standIn.origin}/auth`, callbackPort: 39_117 } },
      createTestServices(),
    )
    const login = chosen.manager.login(account, 'browser', { ...person })
    login.catch(() => {})
    await expect.poll(() => shown.length).toBe(1)
    expect(shown[0]?.url.searchParams.get('callback_url')).toMatch(/^http:\/\/localhost:39117\/callback\//)
    person.giveUp()
    await expect(login).rejects.toMatchObject({ code: 'CCPROXY_OAUTH_CANCELLED' })
    await chosen.stop()
  })

  it('fails with what the exchange said when the code was not for this attempt', async () => {
    const person = createScriptedInteraction({ person: 'does-nothing' })
    const login = runtime.manager.login(account, 'browser', person)
    login.catch(() => {})
    await expect.poll(() => person.shown.length).toBe(1)
    const callback = new URL(person.shown[0]?.url.searchParams.get('callback_url') ?? '')
    callback.searchParams.set('code', 'fake-code-of-another-attempt')
    await fetch(callback, { redirect: 'manual' })
    await expect(login).rejects.toMatchObject({ code: 'CCPROXY_OAUTH_INVALID_GRANT' })
    expect(await runtime.storage.read(account)).toBeUndefined()
  })
})

describe('a sign-in in a browser elsewhere', () => {
  it('has no callback: the code is shown and pasted', async () => {
    const person = createScriptedInteraction({ person: 'pastes-shown-code' })
    expect(await runtime.manager.login(account, 'code', person)).toMatchObject({ kind: 'api-key', flow: 'code' })
    expect(person.shown[0]?.url.searchParams.has('callback_url')).toBe(false)
    expect(person.shown[0]?.url.searchParams.get('key_label')).toBe('CCProxy')
  })

  it.each(['', 'two words', 'e\u0301'])('does not send %j', async (line) => {
    const person = createScriptedInteraction({ person: 'does-nothing', answers: [line] })
    await expect(runtime.manager.login(account, 'code', person)).rejects.toMatchObject({
      code: 'CCPROXY_OAUTH_PASTE_INVALID',
    })
    expect(standIn.tokenRequests).toEqual([])
  })

  it('says so when the input ends', async () => {
    const person = createScriptedInteraction({ person: 'does-nothing' })
    const login = runtime.manager.login(account, 'code', {
      ...person,
      prompt: () => Promise.reject(new Error('end of input')),
    })
    await expect(login).rejects.toMatchObject({ code: 'CCPROXY_OAUTH_PASTE_INVALID' })
  })
})
