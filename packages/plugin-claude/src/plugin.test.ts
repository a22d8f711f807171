// The token endpoint of Anthropic speaks JSON; every outcome of a refresh, one call each.
import type { OAuthCredential, ProviderPluginRuntime } from '@ccproxy/core'
import { createTestServices } from '@ccproxy/testkit'
import nock from 'nock'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { factory } from './plugin.js'

const key = { provider: 'claude', account: 'default' }
const settings = {
  oauth: {
    clientId: 'client-of-the-user',
    authorizeUrl: 'https://platform.example/oauth/authorize',
    tokenUrl: 'https://api.anthropic.example/v1/oauth/token',
  },
  baseUrl: 'https://api.anthropic.example',
}
const credential: Omit<OAuthCredential, 'revision'> = {
  kind: 'oauth',
  flow: 'browser',
  obtainedAt: 0,
  extra: {},
  accessToken: 'fake-access-1',
  refreshToken: 'fake-refresh-1',
  tokenType: 'Bearer',
  expiresAt: 1000,
  scopes: ['user:inference'],
  clientId: 'client-of-the-user',
  grantId: 'grant',
  generation: 1,
  boundTo: {
    plugin: '@ccproxy/plugin-under-test',
    tokenOrigin: 'https://api.anthropic.example',
    apiOrigin: 'https://api.anthropic.example',
  },
}

let runtime: ProviderPluginRuntime
beforeEach(async () => {
  runtime = await factory.create(settings, createTestServices())
  await runtime.storage.write(key, credential, { expectedRevision: null })
})
afterEach(() => runtime.stop())

const tokenEndpoint = (): nock.Interceptor => nock('https://api.anthropic.example').post('/v1/oauth/token')

describe('a refresh', () => {
  it('is a JSON request with the OAuth beta, and keeps the refresh token when none comes back', async () => {
    const scope = nock('https://api.anthropic.example', { reqheaders: { 'anthropic-beta': 'oauth-2025-04-20' } })
      .post('/v1/oauth/token', {
        grant_type: 'refresh_token',
        refresh_token: 'fake-refresh-1',
        client_id: 'client-of-the-user',
      })
      .reply(200, { access_token: 'fake-access-2', token_type: 'Bearer', expires_in: 3600 })
    expect((await runtime.manager.acquire(key)).reveal()).toBe('fake-access-2')
    expect(await runtime.storage.read(key)).toMatchObject({ generation: 2, refreshToken: 'fake-refresh-1' })
    scope.done()
  })

  it('takes over a rotated refresh token', async () => {
    tokenEndpoint().reply(200, { access_token: 'fake-access-2', refresh_token: 'fake-refresh-2', expires_in: 3600 })
    await runtime.manager.acquire(key)
    expect(await runtime.storage.read(key)).toMatchObject({ refreshToken: 'fake-refresh-2' })
  })

  it.each([
    ['invalid_grant', 400, { error: 'invalid_grant' }, 'CCPROXY_CREDENTIAL_NEEDS_LOGIN'],
    ['invalid_client', 401, { error: 'invalid_client' }, 'CCPROXY_OAUTH_CLIENT_REJECTED'],
    ['unauthorized_client', 400, { error: 'unauthorized_client' }, 'CCPROXY_OAUTH_CLIENT_REJECTED'],
    ['invalid_request', 400, { error: 'invalid_request' }, 'CCPROXY_OAUTH_REQUEST_REJECTED'],
    ['invalid_scope', 400, { error: 'invalid_scope' }, 'CCPROXY_OAUTH_REQUEST_REJECTED'],
    ['unsupported_grant_type', 400, { error: 'unsupported_grant_type' }, 'CCPROXY_OAUTH_REQUEST_REJECTED'],
    ['pace', 429, { error: 'rate_limit' }, 'CCPROXY_OAUTH_RATE_LIMITED'],
    ['a broken server', 500, '<html>oops</html>', 'CCPROXY_OAUTH_SERVER_ERROR'],
    ['a page of HTML', 200, '<html>hello</html>', 'CCPROXY_OAUTH_ANSWER_INVALID'],
    ['no token', 200, { token_type: 'Bearer' }, 'CCPROXY_OAUTH_ANSWER_INVALID'],
  ])('that ends with %s says so, and keeps the credential', async (_name, status, body, code) => {
    tokenEndpoint().reply(status, body)
    await expect(runtime.manager.acquire(key)).rejects.toMatchObject({ code })
    expect(await runtime.storage.read(key)).toMatchObject({ refreshToken: 'fake-refresh-1' })
  })
})

describe('health', () => {
  it('asks the API with the credential', async () => {
    tokenEndpoint().reply(200, { access_token: 'fake-access-2', expires_in: 3600 })
    nock('https://api.anthropic.example', { reqheaders: { authorization: 'Bearer fake-access-2' } })
      .get('/v1/models?limit=1000')
      .reply(200, { data: [] })
    expect(await runtime.health(AbortSignal.timeout(1000))).toEqual({ status: 'ok' })
  })

  it('says when the API does not answer well', async () => {
    tokenEndpoint().reply(200, { access_token: 'fake-access-2', expires_in: 3600 })
    nock('https://api.anthropic.example').get('/v1/models?limit=1000').reply(503)
    expect(await runtime.health(AbortSignal.timeout(1000))).toMatchObject({ status: 'down' })
  })
})
