// What a sign-in may end with at the endpoints of Hugging Face: one call each.
import { isCCProxyError, type ProviderPluginRuntime } from '@ccproxy/core'
import { createScriptedInteraction, createTestServices, type ScriptedInteraction } from '@ccproxy/testkit'
import type nock from 'nock'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  announced,
  deviceEndpoint,
  dropped,
  granted,
  settings,
  tokenEndpoint,
} from './__fixtures__/hugging-face-endpoints.js'
import { factory } from './plugin.js'

const key = { provider: 'huggingface', account: 'default' }
/** As the real one answers, which names no interval: then a poll is due every five seconds. */
const offered = {
  device_code: 'fake-device-code',
  user_code: 'FAKE-1234',
  verification_uri: 'https://hf.co/oauth/device',
  expires_in: 300,
  interval: 0.001,
}

let runtime: ProviderPluginRuntime
beforeEach(async () => {
  runtime = await factory.create(settings, createTestServices())
})
afterEach(() => runtime.stop())

async function codeOf(login: Promise<unknown>): Promise<string> {
  const error: unknown = await login.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!isCCProxyError(error)) throw new Error('the sign-in did not fail with an error of ours')
  return error.code
}

/** Sits in front of the browser, and says nothing unless it is asked to. */
const person = (): ScriptedInteraction => createScriptedInteraction({ person: 'does-nothing' })

const poll = (): nock.Interceptor =>
  tokenEndpoint({
    grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
    device_code: 'fake-device-code',
    client_id: 'app-of-the-user',
  })
const signIn = (): Promise<unknown> => runtime.manager.login(key, 'device', person())

/** @returns the login, and what was sent to the authorization endpoint */
async function comingBack(parameters: Readonly<Record<string, string>>) {
  announced()
  const interaction = person()
  const login = runtime.manager.login(key, 'browser', interaction)
  login.catch(() => {})
  await expect.poll(() => interaction.shown.length).toBe(1)
  const { searchParams, origin, pathname } = interaction.shown[0]?.url ?? new URL('about:blank')
  const target = new URL(searchParams.get('redirect_uri') ?? '')
  target.search = new URLSearchParams({ state: searchParams.get('state') ?? '', ...parameters }).toString()
  await fetch(target)
  return { login, asked: Object.fromEntries(searchParams), page: `${origin}${pathname}` }
}

describe('by device code', () => {
  it('shows the page on hf.co, waits until the person is done, and keeps the login', async () => {
    announced()
    deviceEndpoint({ client_id: 'app-of-the-user', scope: 'openid profile inference-api' }).reply(200, offered)
    poll().times(2).reply(400, { error: 'authorization_pending', error_description: 'not yet' })
    poll().reply(200, granted)
    const interaction = person()
    const snapshot = await runtime.manager.login(key, 'device', interaction)
    expect(interaction.shown).toEqual([{ url: new URL('https://hf.co/oauth/device'), userCode: 'FAKE-1234' }])
    expect(snapshot).toMatchObject({
      state: 'valid',
      flow: 'device',
      hasRefreshToken: true,
      account: { id: 'someone' },
    })
  })

  it('goes on when it is asked to slow down', async () => {
    announced()
    deviceEndpoint().reply(200, offered)
    const slowDown = poll().reply(400, { error: 'slow_down' })
    const interaction = person()
    const login = runtime.manager.login(key, 'device', interaction)
    login.catch(() => {})
    await expect.poll(() => slowDown.isDone()).toBe(true)
    interaction.giveUp()
    expect(await codeOf(login)).toBe('CCPROXY_OAUTH_CANCELLED')
  })

  it.each([
    ['a person who says no', 400, { error: 'access_denied' }, 'CCPROXY_OAUTH_ACCESS_DENIED'],
    ['a code that was not entered', 400, { error: 'expired_token' }, 'CCPROXY_OAUTH_DEVICE_EXPIRED'],
    ['a code that is spent', 400, { error: 'invalid_grant' }, 'CCPROXY_OAUTH_INVALID_GRANT'],
    ['an app that was deleted', 401, { error: 'invalid_client' }, 'CCPROXY_OAUTH_CLIENT_REJECTED'],
    ['a page of HTML', 200, '<html>hello</html>', 'CCPROXY_OAUTH_ANSWER_INVALID'],
  ])('ends with %s', async (_name, status, body, code) => {
    announced()
    deviceEndpoint().reply(200, offered)
    poll().reply(status, body)
    expect(await codeOf(signIn())).toBe(code)
    expect(await runtime.storage.read(key)).toBeUndefined()
  })

  it.each([
    ['pace', (): unknown => poll().reply(429, { error: 'rate_limited' }, { 'retry-after': '0' })],
    ['a broken server', (): unknown => poll().reply(500, '<html>oops</html>')],
    ['a broken connection', (): unknown => poll().replyWithError(dropped())],
  ])('outlives %s', async (_name, fail) => {
    announced()
    deviceEndpoint().reply(200, offered)
    fail()
    poll().reply(200, granted)
    await expect(signIn()).resolves.toMatchObject({ state: 'valid' })
  })

  it('does not begin with an app that is not known', async () => {
    announced()
    deviceEndpoint().reply(401, { error: 'invalid_client' })
    expect(await codeOf(signIn())).toBe('CCPROXY_OAUTH_CLIENT_REJECTED')
  })

  it.each(['https://hf.co.evil.example/oauth/device', 'https://evil.example', 'http://huggingface.co/oauth/device'])(
    'sends nobody to %s',
    async (address) => {
      announced()
      deviceEndpoint().reply(200, { ...offered, verification_uri: address })
      expect(await codeOf(signIn())).toBe('CCPROXY_OAUTH_VERIFICATION_URI')
    },
  )

  it('asks nobody but the issuer that it was told', async () => {
    announced({ issuer: 'https://evil.example' })
    expect(await codeOf(signIn())).toBe('CCPROXY_OAUTH_UNREACHABLE')
  })
})

describe('in the browser', () => {
  it('redeems the code with the verifier and without a secret, at the registered path', async () => {
    const scope = tokenEndpoint(/code=fake-code.*code_verifier=|code_verifier=.*code=fake-code/).reply(200, granted)
    const { login, asked, page } = await comingBack({ code: 'fake-code' })
    await expect(login).resolves.toMatchObject({ state: 'valid', flow: 'browser' })
    expect(page).toBe('https://huggingface.co/oauth/authorize')
    expect(asked).toMatchObject({
      client_id: 'app-of-the-user',
      scope: 'openid profile inference-api',
      code_challenge_method: 'S256',
      redirect_uri: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/callback$/),
    })
    scope.done()
  })

  it('ends with a person who says no', async () => {
    const { login } = await comingBack({ error: 'access_denied', error_description: 'The user denied the request' })
    expect(await codeOf(login)).toBe('CCPROXY_OAUTH_ACCESS_DENIED')
  })

  it.each([
    ['a spent code', 400, { error: 'invalid_grant' }, 'CCPROXY_OAUTH_INVALID_GRANT'],
    ['a broken server', 502, '<html>oops</html>', 'CCPROXY_OAUTH_SERVER_ERROR'],
    ['an app with a secret', 401, { error: 'invalid_client' }, 'CCPROXY_OAUTH_CLIENT_REJECTED'],
    ['pace', 429, '', 'CCPROXY_OAUTH_RATE_LIMITED'],
  ])('ends with %s', async (_name, status, body, code) => {
    tokenEndpoint().reply(status, body)
    const { login } = await comingBack({ code: 'fake-code' })
    expect(await codeOf(login)).toBe(code)
  })
})
