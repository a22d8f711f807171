// Every outcome of the call that turns a code into a key, one call each.
import type { ProviderPluginRuntime } from '@ccproxy/core'
import { createScriptedInteraction, createTestServices } from '@ccproxy/testkit'
import nock from 'nock'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { factory } from './plugin.js'

const account = { provider: 'openrouter', account: 'default' }
const code = 'fake-code-1'

let runtime: ProviderPluginRuntime
beforeEach(async () => {
  runtime = await factory.create({}, createTestServices())
})
afterEach(() => runtime.stop())

const endpoint = (body?: nock.RequestBodyMatcher): nock.Interceptor =>
  nock('https://openrouter.ai').post('/api/v1/auth/keys', body)

const signIn = () =>
  runtime.manager.login(account, 'code', createScriptedInteraction({ person: 'does-nothing', answers: [code] }))

describe('the exchange', () => {
  it('is JSON with the verifier, and its key is kept', async () => {
    let body: unknown
    endpoint((sent: unknown) => {
      body = sent
      return true
    }).reply(200, { key: 'sk-or-v1-fake', user_id: null })
    expect((await signIn()).reveal()).toBe('sk-or-v1-fake')
    expect(body).toEqual({
      code,
      code_verifier: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
    })
    expect(await runtime.storage.read(account)).toMatchObject({
      kind: 'api-key',
      flow: 'code',
      apiKey: 'sk-or-v1-fake',
    })
  })

  it.each([
    ['a bad challenge method', 400, 'CCPROXY_OAUTH_REQUEST_REJECTED', /PKCE challenge/],
    ['a code that is used, old or forged', 403, 'CCPROXY_OAUTH_INVALID_GRANT', /works once and for ten minutes/],
    ['another address', 404, 'CCPROXY_OAUTH_REQUEST_REJECTED', /token_url/],
    ['another method', 405, 'CCPROXY_OAUTH_REQUEST_REJECTED', /token_url/],
    ['an unknown refusal', 418, 'CCPROXY_OAUTH_REQUEST_REJECTED', /again later/],
    ['pace', 429, 'CCPROXY_OAUTH_RATE_LIMITED', /in a minute/],
    ['a broken server', 500, 'CCPROXY_OAUTH_SERVER_ERROR', /status\.openrouter\.ai/],
    ['a redirect', 302, 'CCPROXY_OAUTH_REDIRECT_REFUSED', /./],
  ])('that ends with %s says so, and keeps nothing', async (_name, status, errorCode, hint) => {
    endpoint().reply(
      status,
      { error: { code: status, message: `about ${code}` } },
      { location: 'https://evil.example/' },
    )
    const failure = signIn()
    await expect(failure).rejects.toMatchObject({ code: errorCode, hint: expect.stringMatching(hint) })
    await expect(failure).rejects.not.toThrow(code)
    expect(await runtime.storage.read(account)).toBeUndefined()
  })

  it.each([
    ['a page', '<html>Sign in to the hotel network</html>'],
    ['no key', { user_id: 'user_1' }],
    ['an empty key', { key: '', user_id: null }],
    ['a key that no header can carry', { key: 'sk-or-\nx', user_id: null }],
    ['nothing', ''],
  ])('answered with %s brings no key', async (_name, body) => {
    endpoint().reply(200, body)
    await expect(signIn()).rejects.toMatchObject({
      code: 'CCPROXY_OAUTH_ANSWER_INVALID',
      hint: expect.stringContaining('captive portal'),
    })
  })

  it.each([
    ['ECONNREFUSED', 'CCPROXY_OAUTH_UNREACHABLE'],
    ['ECONNRESET', 'CCPROXY_OAUTH_CONNECTION_LOST'],
  ])('that fails with %s is an error of the sign-in', async (systemCode, errorCode) => {
    endpoint().replyWithError(Object.assign(new Error('fake'), { code: systemCode }))
    await expect(signIn()).rejects.toMatchObject({
      code: errorCode,
      hint: expect.stringContaining('https://openrouter.ai/settings/keys'),
    })
  })
})
