// What the sign-in of an app may end with, one call of the token endpoint each.
import type { ProviderPluginRuntime } from '@ccproxy/core'
import { createTestServices } from '@ccproxy/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { granted, refused, tokenEndpoint } from './__fixtures__/entra-endpoint.js'
import { failureOf, person } from './__fixtures__/person.js'
import { factory } from './plugin.js'

const key = { provider: 'azure', account: 'default' }
const settings = {
  resource: 'acme',
  tenant: 'tenant-1',
  oauth: { clientId: 'app-of-the-user', clientSecret: 'fake-client-secret' },
}

let runtime: ProviderPluginRuntime
beforeEach(async () => {
  runtime = await factory.create(settings, createTestServices())
})
afterEach(() => runtime.stop())

describe('a sign-in as an app', () => {
  const form = {
    grant_type: 'client_credentials',
    scope: 'https://cognitiveservices.azure.com/.default',
    client_id: 'app-of-the-user',
    client_secret: 'fake-client-secret',
  }
  const { refresh_token: _none, ...token } = granted

  it('needs nobody: the first request brings a token, and nothing is stored', async () => {
    tokenEndpoint(form).reply(200, token)
    expect((await runtime.manager.acquire(key)).reveal()).toBe('fake-access-2')
    expect(await runtime.storage.read(key)).toBeUndefined()
  })

  it('is a login of any account when it is asked for', async () => {
    tokenEndpoint(form).reply(200, token)
    const work = { provider: 'azure', account: 'work' }
    expect(await runtime.manager.login(work, 'client', person())).toMatchObject({ state: 'valid', flow: 'client' })
    expect(await runtime.storage.read(work)).toMatchObject({ renewal: 'exchange', clientId: 'app-of-the-user' })
  })

  it.each([
    ['a wrong secret', 401, 'invalid_client', 7_000_215, 'CCPROXY_OAUTH_CLIENT_REJECTED', '"Value"'],
    ['an expired secret', 401, 'invalid_client', 7_000_222, 'CCPROXY_OAUTH_CLIENT_REJECTED', 'has expired'],
    ['an app of another directory', 400, 'unauthorized_client', 700_016, 'CCPROXY_OAUTH_CLIENT_REJECTED', 'tenant'],
    ['a directory that is not there', 400, 'invalid_request', 90_002, 'CCPROXY_OAUTH_REQUEST_REJECTED', 'tenant'],
    ['a policy', 400, 'invalid_grant', 53_003, 'CCPROXY_OAUTH_INVALID_GRANT', 'Conditional Access'],
  ])('ends with %s, and says what to do', async (_name, status, error, number, code, hint) => {
    tokenEndpoint().reply(status, refused(error, number))
    const failure = await failureOf(runtime.manager.login(key, 'client', person()))
    expect(failure).toMatchObject({ code, hint: expect.stringContaining(hint) })
    expect(JSON.stringify(failure)).not.toContain('fake-client-secret')
  })

  it.each([
    ['a broken server', 500, '<html>oops</html>', 'CCPROXY_OAUTH_SERVER_ERROR'],
    ['pace', 429, refused('temporarily_unavailable', 90_055), 'CCPROXY_OAUTH_RATE_LIMITED'],
    ['no token', 200, { token_type: 'Bearer' }, 'CCPROXY_OAUTH_ANSWER_INVALID'],
  ])('passes on %s', async (_name, status, body, code) => {
    tokenEndpoint().reply(status, body)
    await expect(runtime.manager.acquire(key)).rejects.toMatchObject({ code })
  })
})
