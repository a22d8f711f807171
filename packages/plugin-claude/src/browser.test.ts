// Signing in with an OAuth client of the user's own: a browser that allows, and every answer of the token endpoint.
import type { ProviderPluginRuntime } from '@ccproxy/core'
import { createScriptedInteraction, createTestServices } from '@ccproxy/testkit'
import nock from 'nock'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { factory } from './plugin.js'

const login = 'https://login.example'
const key = { provider: 'claude', account: 'default' }
const settings = {
  oauth: {
    clientId: 'client-of-the-user',
    authorizeUrl: `${login}/authorize`,
    tokenUrl: `${login}/token`,
    revokeUrl: `${login}/revoke`,
    scopes: ['user:inference'],
  },
}

let runtime: ProviderPluginRuntime
beforeEach(async () => {
  runtime = await factory.create(settings, createTestServices())
  let asked: { readonly redirect_uri?: unknown; readonly state?: unknown } = {}
  nock(login)
    .get('/authorize')
    .query((query) => {
      asked = query
      return true
    })
    .reply(() => {
      const callback = new URL(String(asked.redirect_uri))
      callback.searchParams.set('code', 'fake-code')
      callback.searchParams.set('state', String(asked.state))
      return [302, '', { location: callback.href }]
    })
})
afterEach(() => runtime.stop())

const signIn = () => runtime.manager.login(key, 'browser', createScriptedInteraction())

describe('a sign-in with your own client', () => {
  it('redeems the code as JSON, with the OAuth beta and the verifier', async () => {
    const scope = nock(login, {
      reqheaders: { 'anthropic-beta': 'oauth-2025-04-20', 'content-type': 'application/json' },
    })
      .post('/token', (body) => {
        expect(body).toEqual({
          grant_type: 'authorization_code',
          code: 'fake-code',
          client_id: 'client-of-the-user',
          redirect_uri: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/callback$/),
          code_verifier: expect.stringMatching(/^[\w-]{43,}$/),
        })
        return true
      })
      .reply(200, { access_token: 'fake-access-1', refresh_token: 'fake-refresh-1', expires_in: 3600 })
    expect(await signIn()).toMatchObject({ state: 'valid', flow: 'browser', hasRefreshToken: true })
    scope.done()
  })

  it('is revoked at sign-out', async () => {
    nock(login).post('/token').reply(200, { access_token: 'fake-access-1', refresh_token: 'fake-refresh-1' })
    await signIn()
    const revoked = nock(login)
      .post('/revoke', (body) => body.token === 'fake-refresh-1')
      .reply(200)
    expect((await runtime.manager.logout(key)).revocation).toBe('revoked')
    revoked.done()
  })

  it.each([
    ['a code that is of no use', 400, { error: 'invalid_grant' }, 'CCPROXY_OAUTH_INVALID_GRANT'],
    ['an unknown client', 401, { error: 'invalid_client' }, 'CCPROXY_OAUTH_CLIENT_REJECTED'],
    ['a client that may not', 400, { error: 'unauthorized_client' }, 'CCPROXY_OAUTH_CLIENT_REJECTED'],
    ['a bad request', 400, { error: 'invalid_request' }, 'CCPROXY_OAUTH_REQUEST_REJECTED'],
    ['a bad scope', 400, { error: 'invalid_scope' }, 'CCPROXY_OAUTH_REQUEST_REJECTED'],
    ['no such grant', 400, { error: 'unsupported_grant_type' }, 'CCPROXY_OAUTH_REQUEST_REJECTED'],
    ['pace', 429, { error: 'rate_limit' }, 'CCPROXY_OAUTH_RATE_LIMITED'],
    ['a broken server', 503, 'oops', 'CCPROXY_OAUTH_SERVER_ERROR'],
    ['a page', 200, '<html></html>', 'CCPROXY_OAUTH_ANSWER_INVALID'],
    ['no token', 200, { token_type: 'Bearer' }, 'CCPROXY_OAUTH_ANSWER_INVALID'],
    [
      'another kind of token',
      200,
      { access_token: 'fake-access-1', token_type: 'mac' },
      'CCPROXY_OAUTH_ANSWER_INVALID',
    ],
  ])('that ends with %s says so and stores nothing', async (_name, status, body, code) => {
    nock(login).post('/token').reply(status, body)
    const error: unknown = await signIn().catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code })
    expect(JSON.stringify([String(error), error])).not.toContain('fake-')
    expect(await runtime.storage.list()).toEqual([])
  })
})
