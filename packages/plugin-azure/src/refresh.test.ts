// What a refresh may end with, for a login of a person; browser and device code share it.
import type { OAuthCredential, ProviderPluginRuntime } from '@ccproxy/core'
import { createTestServices } from '@ccproxy/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { directory, granted, refused, tokenEndpoint } from './__fixtures__/entra-endpoint.js'
import { factory } from './plugin.js'

const key = { provider: 'azure', account: 'default' }
const settings = { resource: 'acme', tenant: 'tenant-1', oauth: { clientId: 'app-of-the-user' } }
const credential: Omit<OAuthCredential, 'revision'> = {
  kind: 'oauth',
  flow: 'device',
  obtainedAt: 0,
  extra: {},
  accessToken: 'fake-access-1',
  refreshToken: 'fake-refresh-1',
  tokenType: 'Bearer',
  expiresAt: 1000,
  scopes: ['https://cognitiveservices.azure.com/.default'],
  clientId: 'app-of-the-user',
  grantId: 'grant',
  generation: 1,
  boundTo: {
    plugin: '@ccproxy/plugin-under-test',
    tokenOrigin: new URL(directory).origin,
    apiOrigin: 'https://acme.openai.azure.com',
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

  it('sends the refresh token as a public client does, and takes the next one over', async () => {
    const scope = tokenEndpoint({
      grant_type: 'refresh_token',
      refresh_token: 'fake-refresh-1',
      client_id: 'app-of-the-user',
    }).reply(200, granted)
    expect((await runtime.manager.acquire(key)).reveal()).toBe('fake-access-2')
    expect(await runtime.storage.read(key)).toMatchObject({ generation: 2, refreshToken: 'fake-refresh-2' })
    scope.done()
  })

  it('keeps the refresh token when none comes back', async () => {
    const { refresh_token: _none, ...rest } = granted
    tokenEndpoint().reply(200, rest)
    await runtime.manager.acquire(key)
    expect(await runtime.storage.read(key)).toMatchObject({ refreshToken: 'fake-refresh-1' })
  })

  it.each([
    ['no use for too long', 400, 'invalid_grant', 700_082, 'not used for too long'],
    ['a sign-in frequency', 400, 'invalid_grant', 70_043, 'sign-in frequency'],
    ['a changed password', 400, 'invalid_grant', 50_173, 'revoked'],
    ['multi-factor authentication', 400, 'interaction_required', 50_076, 'Multi-factor'],
    ['a policy', 400, 'invalid_grant', 53_003, 'Conditional Access'],
    ['a consent that was taken back', 400, 'invalid_grant', 65_001, 'consented'],
  ])('that ends with %s needs a person, and says why', async (_name, status, error, code, remedy) => {
    tokenEndpoint().reply(status, refused(error, code))
    await expect(runtime.manager.acquire(key)).rejects.toMatchObject({ code: 'CCPROXY_CREDENTIAL_NEEDS_LOGIN' })
    const { state, lastError } = await runtime.manager.snapshot(key)
    expect(state).toBe('needs-login')
    expect(lastError?.hint).toContain(remedy)
    expect(await runtime.storage.read(key)).toMatchObject({ refreshToken: 'fake-refresh-1' })
  })

  it.each([
    ['a loop that was seen', 400, refused('invalid_grant', 50_196), 'CCPROXY_OAUTH_RATE_LIMITED'],
    ['pace', 429, refused('temporarily_unavailable', 90_055), 'CCPROXY_OAUTH_RATE_LIMITED'],
    ['a server that is too busy', 503, refused('temporarily_unavailable', 90_033), 'CCPROXY_OAUTH_SERVER_ERROR'],
    ['an app that was removed', 400, refused('unauthorized_client', 700_016), 'CCPROXY_OAUTH_CLIENT_REJECTED'],
    ['an app that wants a secret', 401, refused('invalid_client', 7_000_218), 'CCPROXY_OAUTH_CLIENT_REJECTED'],
    ['a directory that is not there', 400, refused('invalid_request', 90_002), 'CCPROXY_OAUTH_REQUEST_REJECTED'],
    ['a scope that is wrong', 400, refused('invalid_scope', 70_011), 'CCPROXY_OAUTH_REQUEST_REJECTED'],
    ['a resource that is not there', 400, refused('invalid_resource', 500_011), 'CCPROXY_OAUTH_REQUEST_REJECTED'],
    ['a broken server', 500, '<html>oops</html>', 'CCPROXY_OAUTH_SERVER_ERROR'],
    ['a page of HTML', 200, '<html>hello</html>', 'CCPROXY_OAUTH_ANSWER_INVALID'],
    ['no token', 200, { token_type: 'Bearer' }, 'CCPROXY_OAUTH_ANSWER_INVALID'],
  ])('that ends with %s keeps the login', async (_name, status, body, code) => {
    tokenEndpoint().reply(status, body)
    await expect(runtime.manager.acquire(key)).rejects.toMatchObject({ code })
    const kept = await runtime.storage.read(key)
    expect(kept).toMatchObject({ refreshToken: 'fake-refresh-1' })
    expect(kept).not.toHaveProperty('needsLogin')
  })
})

it('is not sent when the directory is another one than that of the login', async () => {
  await signedInBy('device')
  const elsewhere = { ...settings, oauth: { ...settings.oauth, tokenUrl: 'https://login.microsoftonline.us/t/token' } }
  const other = await factory.create(elsewhere, createTestServices({ storage: runtime.storage }))
  await expect(other.manager.acquire(key)).rejects.toMatchObject({ code: 'CCPROXY_CREDENTIAL_BINDING' })
  await other.stop()
})
