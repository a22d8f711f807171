// The token endpoint of Google: every outcome of a refresh, one call each; and what health makes of the API's answers.
import type { OAuthCredential, ProviderPluginRuntime } from '@ccproxy/core'
import { createTestServices } from '@ccproxy/testkit'
import nock from 'nock'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { factory } from './plugin.js'

const key = { provider: 'gemini', account: 'default' }
const credential: Omit<OAuthCredential, 'revision'> = {
  kind: 'oauth',
  flow: 'browser',
  obtainedAt: 0,
  extra: {},
  accessToken: 'fake-access-1',
  refreshToken: 'fake-refresh-1',
  tokenType: 'Bearer',
  expiresAt: 1000,
  scopes: ['https://www.googleapis.com/auth/cloud-platform'],
  clientId: 'fake-client',
  grantId: 'grant',
  generation: 1,
  boundTo: {
    plugin: '@ccproxy/plugin-under-test',
    issuer: 'https://accounts.google.com',
    tokenOrigin: 'https://oauth2.googleapis.com',
    apiOrigin: 'https://generativelanguage.googleapis.com',
  },
}

let runtime: ProviderPluginRuntime
beforeEach(async () => {
  const settings = { oauth: { clientId: 'fake-client', clientSecret: 'fake-client-secret' }, project: 'p1' }
  runtime = await factory.create(settings, createTestServices())
  await runtime.storage.write(key, credential, { expectedRevision: null })
})
afterEach(() => runtime.stop())

const tokenEndpoint = (body?: nock.RequestBodyMatcher) => nock('https://oauth2.googleapis.com').post('/token', body)

describe('a refresh', () => {
  it('names the client and its secret, and keeps the refresh token: none comes back', async () => {
    tokenEndpoint({
      grant_type: 'refresh_token',
      refresh_token: 'fake-refresh-1',
      client_id: 'fake-client',
      client_secret: 'fake-client-secret',
    }).reply(200, { access_token: 'fake-access-2', expires_in: 3599, scope: 's', token_type: 'Bearer' })
    expect((await runtime.manager.acquire(key)).reveal()).toBe('fake-access-2')
    expect(await runtime.storage.read(key)).toMatchObject({ generation: 2, refreshToken: 'fake-refresh-1' })
  })

  it('learns when a login in testing ends', async () => {
    tokenEndpoint().reply(200, { access_token: 'fake-access-2', expires_in: 3599, refresh_token_expires_in: 604_799 })
    const { refreshTokenExpiresAt = 0 } = await runtime.manager.acquire(key)
    expect(refreshTokenExpiresAt - Date.now()).toBeGreaterThan(6.9 * 86_400_000)
  })

  it.each([
    [
      'a login that ended',
      400,
      { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' },
      'CCPROXY_CREDENTIAL_NEEDS_LOGIN',
      /7 days/,
    ],
    [
      'a session that ended',
      400,
      { error: 'invalid_grant', error_description: 'reauth related error (invalid_rapt)' },
      'CCPROXY_CREDENTIAL_NEEDS_LOGIN',
      /session length/,
    ],
    [
      'a client that is not known',
      401,
      { error: 'invalid_client', error_description: 'The OAuth client was not found.' },
      'CCPROXY_OAUTH_CLIENT_REJECTED',
      /Desktop app/,
    ],
    ['a client that is gone', 401, { error: 'deleted_client' }, 'CCPROXY_OAUTH_REQUEST_REJECTED', /new OAuth client/],
    ['a client without this grant', 400, { error: 'unauthorized_client' }, 'CCPROXY_OAUTH_CLIENT_REJECTED', /./],
    ['a request that is wrong', 400, { error: 'invalid_request' }, 'CCPROXY_OAUTH_REQUEST_REJECTED', /./],
    ['a scope that is wrong', 400, { error: 'invalid_scope' }, 'CCPROXY_OAUTH_REQUEST_REJECTED', /scopes/],
    ['pace', 429, { error: 'rate_limit_exceeded' }, 'CCPROXY_OAUTH_RATE_LIMITED', /./],
    ['a broken server', 503, { error: 'backend_error' }, 'CCPROXY_OAUTH_SERVER_ERROR', /./],
    ['a page of HTML', 200, '<html>hello</html>', 'CCPROXY_OAUTH_ANSWER_INVALID', /./],
    ['no token', 200, { token_type: 'Bearer' }, 'CCPROXY_OAUTH_ANSWER_INVALID', /./],
  ])('that ends with %s says what helps, and keeps the credential', async (_name, status, body, code, hint) => {
    tokenEndpoint().reply(status, body)
    await expect(runtime.manager.acquire(key)).rejects.toMatchObject({ code, hint: expect.stringMatching(hint) })
    expect(await runtime.storage.read(key)).toMatchObject({ refreshToken: 'fake-refresh-1' })
  })
})

const health = () => runtime.health(AbortSignal.timeout(5000))

const list = () => {
  tokenEndpoint().reply(200, { access_token: 'fake-access-2', expires_in: 3599 })
  return nock('https://generativelanguage.googleapis.com', {
    reqheaders: { authorization: 'Bearer fake-access-2', 'x-goog-user-project': 'p1' },
  }).get('/v1beta/models?pageSize=1')
}

describe('health', () => {
  it('asks the API with the login, for the project', async () => {
    list().reply(200, { models: [] })
    expect(await health()).toEqual({ status: 'ok' })
  })

  it.each([
    ['API_KEY_INVALID', 400, /aistudio/],
    ['SERVICE_DISABLED', 403, /Enable the API/],
    ['ACCESS_TOKEN_SCOPE_INSUFFICIENT', 403, /scopes/],
    ['USER_PROJECT_DENIED', 403, /plugins.gemini.project/],
    ['CONSUMER_INVALID', 403, /plugins.gemini.project/],
  ])('says what helps against %s', async (reason, status, hint) => {
    list().reply(status, { error: { code: status, message: 'm', details: [{ '@type': 't', reason, domain: 'd' }] } })
    expect(await health()).toEqual({
      status: 'down',
      detail: `GET /v1beta/models answered ${status}`,
      hint: expect.stringMatching(hint),
    })
  })

  it('says what helps when a project is wanted', async () => {
    list().reply(403, [{ error: { code: 403, message: 'The API requires a quota project, which is not set.' } }])
    expect(await health()).toMatchObject({ hint: expect.stringContaining('plugins.gemini.project') })
  })

  it.each([
    [500, JSON.stringify({ error: { code: 500, message: 'm' } }), /aistudio.google.com\/status/],
    [429, '{}', /rate-limit/],
    [404, '<html>', /base_url/],
  ])('says what helps against any %d', async (status, body, hint) => {
    list().reply(status, body)
    expect(await health()).toEqual({
      status: 'down',
      detail: `GET /v1beta/models answered ${status}`,
      hint: expect.stringMatching(hint),
      ...(status !== 404 && status !== 400 && status !== 403 && { isTemporary: true }),
    })
  })
})
