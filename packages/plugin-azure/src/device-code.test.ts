// What a sign-in by device code may end with, one call of an endpoint each.
import type { ProviderPluginRuntime } from '@ccproxy/core'
import { createTestServices } from '@ccproxy/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { deviceEndpoint, granted, refused, tokenEndpoint } from './__fixtures__/entra-endpoint.js'
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

const offered = {
  user_code: 'FAKE12345',
  device_code: 'fake-device-code',
  verification_uri: 'https://microsoft.com/devicelogin',
  expires_in: 900,
  interval: 0.001,
  message: 'To sign in, use a web browser.',
}

const poll = (): ReturnType<typeof tokenEndpoint> =>
  tokenEndpoint({
    grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
    device_code: 'fake-device-code',
    client_id: 'app-of-the-user',
  })

describe('a sign-in by device code', () => {
  it('waits until the person is done, and keeps the login', async () => {
    deviceEndpoint().reply(200, offered)
    poll().reply(400, refused('authorization_pending', 70_016))
    poll().reply(200, granted)
    const interaction = person()
    const snapshot = await runtime.manager.login(key, 'device', interaction)
    expect(interaction.shown).toEqual([{ url: new URL('https://microsoft.com/devicelogin'), userCode: 'FAKE12345' }])
    expect(snapshot).toMatchObject({ state: 'valid', flow: 'device', hasRefreshToken: true })
  })

  it.each([
    'https://microsoft.com/deviceloginus',
    'https://www.microsoft.com/link',
    'https://login.microsoft.com/device',
    'https://login.microsoftonline.com/common/oauth2/deviceauth',
  ])('shows %s', async (address) => {
    deviceEndpoint().reply(200, { ...offered, verification_uri: address })
    poll().reply(200, granted)
    await expect(runtime.manager.login(key, 'device', person())).resolves.toMatchObject({ state: 'valid' })
  })

  it('does not send anyone elsewhere', async () => {
    deviceEndpoint().reply(200, { ...offered, verification_uri: 'https://microsoft.com.example.test/devicelogin' })
    expect(await failureOf(runtime.manager.login(key, 'device', person()))).toMatchObject({
      code: 'CCPROXY_OAUTH_VERIFICATION_URI',
    })
  })

  it.each([
    ['a person who declines', 'authorization_declined', 70_000, 'CCPROXY_OAUTH_ACCESS_DENIED'],
    ['a code that was not entered', 'expired_token', 70_020, 'CCPROXY_OAUTH_DEVICE_EXPIRED'],
    ['a code that is not known', 'bad_verification_code', 70_019, 'CCPROXY_OAUTH_INVALID_GRANT'],
    ['a public client that is not allowed', 'invalid_client', 7_000_218, 'CCPROXY_OAUTH_CLIENT_REJECTED'],
    ['a policy', 'invalid_grant', 53_003, 'CCPROXY_OAUTH_INVALID_GRANT'],
  ])('ends with %s', async (_name, error, number, code) => {
    deviceEndpoint().reply(200, offered)
    poll().reply(400, refused(error, number))
    expect(await failureOf(runtime.manager.login(key, 'device', person()))).toMatchObject({ code })
  })

  it.each([
    ['an app of another directory', 'unauthorized_client', 700_016, 'plugins.azure.tenant'],
    ['a directory that is not there', 'invalid_request', 90_002, 'plugins.azure.tenant'],
    ['an app of one directory', 'invalid_request', 50_194, 'one directory only'],
  ])('does not begin with %s, and says what to do', async (_name, error, number, hint) => {
    deviceEndpoint().reply(400, refused(error, number))
    const failure = await failureOf(runtime.manager.login(key, 'device', person()))
    expect(failure.message).toContain(`AADSTS${number}`)
    expect(failure.hint).toContain(hint)
  })
})
