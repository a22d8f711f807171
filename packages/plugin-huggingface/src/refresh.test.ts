// What a refresh may end with; browser and device code share it.
import type { OAuthCredential, ProviderPluginRuntime } from '@ccproxy/core'
import { createTestServices } from '@ccproxy/testkit'
import nock from 'nock'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { announced, dropped, granted, settings, tokenEndpoint } from './__fixtures__/hugging-face-endpoints.js'
import { factory } from './plugin.js'

const key = { provider: 'huggingface', account: 'default' }
const credential: Omit<OAuthCredential, 'revision'> = {
  kind: 'oauth',
  flow: 'device',
  obtainedAt: 0,
  extra: {},
  accessToken: 'hf_oauth_fake-access-1',
  refreshToken: 'hf_oauth__refresh_fake-1',
  tokenType: 'Bearer',
  expiresAt: 1000,
  scopes: ['openid', 'profile', 'inference-api'],
  clientId: 'app-of-the-user',
  grantId: 'grant',
  generation: 1,
  boundTo: {
    plugin: '@ccproxy/plugin-under-test',
    issuer: 'https://huggingface.co',
    tokenOrigin: 'https://huggingface.co',
    apiOrigin: 'https://router.huggingface.co',
  },
}

let runtime: ProviderPluginRuntime
beforeEach(async () => {
  runtime = await factory.create(settings, createTestServices())
})
afterEach(() => runtime.stop())

const signedInBy = (flow: string): Promise<unknown> =>
  runtime.storage.write(key, { ...credential, flow }, { expectedRevision: null })

describe.each(['device', 'browser'])('a refresh of a login by %s', (flow) => {
  beforeEach(() => signedInBy(flow))

  it('sends the refresh token to the announced endpoint as a public client does, and takes the next one over', async () => {
    announced()
    const scope = tokenEndpoint({
      grant_type: 'refresh_token',
      refresh_token: 'hf_oauth__refresh_fake-1',
      client_id: 'app-of-the-user',
    }).reply(200, granted)
    expect((await runtime.manager.acquire(key)).reveal()).toBe('hf_oauth_fake-access-2')
    expect(await runtime.storage.read(key)).toMatchObject({
      generation: 2,
      refreshToken: 'hf_oauth__refresh_fake-2',
      profile: { id: 'someone' },
    })
    scope.done()
  })

  it('keeps the refresh token when none comes back', async () => {
    announced()
    const { refresh_token: _none, ...rest } = granted
    tokenEndpoint().reply(200, rest)
    await runtime.manager.acquire(key)
    expect(await runtime.storage.read(key)).toMatchObject({ refreshToken: 'hf_oauth__refresh_fake-1' })
  })

  it.each([
    ['invalid_grant', 400, { error: 'invalid_grant' }, 'CCPROXY_CREDENTIAL_NEEDS_LOGIN'],
    ['invalid_client', 401, { error: 'invalid_client' }, 'CCPROXY_OAUTH_CLIENT_REJECTED'],
    ['invalid_scope', 400, { error: 'invalid_scope' }, 'CCPROXY_OAUTH_REQUEST_REJECTED'],
    ['pace', 429, { error: 'rate_limited' }, 'CCPROXY_OAUTH_RATE_LIMITED'],
    ['a broken server', 500, '<html>oops</html>', 'CCPROXY_OAUTH_SERVER_ERROR'],
    ['a page of HTML', 200, '<html>hello</html>', 'CCPROXY_OAUTH_ANSWER_INVALID'],
    ['no token', 200, { token_type: 'bearer' }, 'CCPROXY_OAUTH_ANSWER_INVALID'],
  ])('that ends with %s says so, and keeps the credential', async (_name, status, body, code) => {
    announced()
    tokenEndpoint().reply(status, body)
    await expect(runtime.manager.acquire(key)).rejects.toMatchObject({ code })
    expect(await runtime.storage.read(key)).toMatchObject({ refreshToken: 'hf_oauth__refresh_fake-1' })
  })

  it('whose connection breaks says so, and keeps the credential', async () => {
    announced()
    tokenEndpoint().replyWithError(dropped())
    await expect(runtime.manager.acquire(key)).rejects.toMatchObject({ code: 'CCPROXY_OAUTH_CONNECTION_LOST' })
    expect(await runtime.storage.read(key)).toMatchObject({ refreshToken: 'hf_oauth__refresh_fake-1' })
  })

  it('does not begin when nothing is announced', async () => {
    nock('https://huggingface.co').get('/.well-known/openid-configuration').reply(503, '<html>oops</html>')
    await expect(runtime.manager.acquire(key)).rejects.toMatchObject({ code: 'CCPROXY_OAUTH_UNREACHABLE' })
    expect(await runtime.storage.read(key)).toMatchObject({ generation: 1, refreshToken: 'hf_oauth__refresh_fake-1' })
  })

  it('does not hand the refresh token to a server that is not the one of the sign-in', async () => {
    announced({ token_endpoint: 'https://elsewhere.example/token' })
    await expect(runtime.manager.acquire(key)).rejects.toMatchObject({ code: 'CCPROXY_CREDENTIAL_BINDING' })
  })
})

describe('a sign-out', () => {
  beforeEach(() => signedInBy('browser'))

  it('says that Hugging Face announces no revocation', async () => {
    announced()
    expect(await runtime.manager.logout(key)).toMatchObject({ revocation: 'not-offered' })
    expect(await runtime.storage.read(key)).toBeUndefined()
  })

  it('revokes as soon as it does', async () => {
    announced({ revocation_endpoint: 'https://huggingface.co/oauth/revoke' })
    const scope = nock('https://huggingface.co')
      .post('/oauth/revoke', /token=hf_oauth__refresh_fake-1/)
      .reply(200)
    expect(await runtime.manager.logout(key)).toMatchObject({ revocation: 'revoked' })
    scope.done()
  })
})
