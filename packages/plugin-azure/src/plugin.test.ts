// A login's whole life against a stand-in: sign in, ask, renew, ask again, sign out.
import type { ProviderPluginRuntime } from '@ccproxy/core'
import { createScriptedInteraction, createTestServices } from '@ccproxy/testkit'
import { type EntraStandIn, startEntra } from '@ccproxy/testkit/providers'
import nock from 'nock'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { factory } from './plugin.js'

const key = { provider: 'azure', account: 'default' }
let entra: EntraStandIn
let runtime: ProviderPluginRuntime

beforeEach(async () => {
  entra = await startEntra({ intervalSeconds: 0.01, pendingPolls: 2 })
})
afterEach(async () => {
  await runtime.stop()
  await entra.stop()
})

async function started(extra: object = {}, environment: Readonly<Record<string, string>> = {}): Promise<void> {
  const endpoints = `${entra.origin}/${entra.tenant}/oauth2/v2.0`
  const settings = {
    baseUrl: `${entra.origin}/openai`,
    tenant: entra.tenant,
    oauth: {
      clientId: entra.application.clientId,
      authorizeUrl: `${endpoints}/authorize`,
      tokenUrl: `${endpoints}/token`,
      deviceAuthorizationUrl: `${endpoints}/devicecode`,
      ...extra,
    },
  }
  runtime = await factory.create(settings, createTestServices({ environment }))
}

const isHealthy = async (): Promise<string> => (await runtime.health(AbortSignal.timeout(5000))).status
const grants = (): readonly string[] => entra.tokenRequests.map(({ grant, status }) => `${grant} ${status}`)

/** The resource refuses the token before its time: it is renewed, and the call is made again. */
async function expectRenewal(): Promise<void> {
  expect(await isHealthy()).toBe('ok')
  entra.expireTokens()
  expect(await isHealthy()).toBe('ok')
}

describe('a login', () => {
  it('by device code lives on over a rotation, until it is signed out', async () => {
    await started()
    const interaction = createScriptedInteraction()
    await runtime.manager.login(key, 'device', interaction)
    await expectRenewal()
    const device = 'urn:ietf:params:oauth:grant-type:device_code'
    expect(grants()).toEqual([`${device} 400`, `${device} 400`, `${device} 200`, 'refresh_token 200'])
    expect(await runtime.manager.logout(key)).toMatchObject({ revocation: 'not-offered' })
    expect((await runtime.manager.snapshot(key)).state).toBe('absent')
  })

  it('in the browser does as well', async () => {
    await started()
    const interaction = createScriptedInteraction()
    await runtime.manager.login(key, 'browser', interaction)
    expect((await interaction.finished()).status).toBe(200)
    await expectRenewal()
    expect(grants()).toEqual(['authorization_code 200', 'refresh_token 200'])
  })

  it('of an app is made anew', async () => {
    await started({ clientSecret: entra.application.clientSecret })
    await expectRenewal()
    expect(grants()).toEqual(['client_credentials 200', 'client_credentials 200'])
  })

  it('of the Azure CLI is handed over anew', async () => {
    await started({}, entra.environment)
    await expectRenewal()
    expect(grants()).toEqual(['az 200', 'az 200'])
  })

  it('by key goes out as a key', async () => {
    await started({}, { AZURE_OPENAI_API_KEY: entra.apiKey })
    expect(await isHealthy()).toBe('ok')
    expect(entra.apiRequests).toMatchObject([{ path: '/openai/v1/models', headers: { 'api-key': entra.apiKey } }])
    expect(entra.apiRequests[0]?.headers).not.toHaveProperty('authorization')
  })

  it('that the directory ended needs a person, with the reason', async () => {
    await started()
    await runtime.manager.login(key, 'device', createScriptedInteraction())
    entra.endLatestLogin()
    await expect(runtime.manager.refresh(key)).rejects.toMatchObject({
      code: 'CCPROXY_CREDENTIAL_NEEDS_LOGIN',
      hint: expect.stringContaining('not used for too long'),
    })
  })

  it('that the person declines is none', async () => {
    await started()
    entra.setConsent('decline')
    for (const flow of ['device', 'browser'])
      await expect(runtime.manager.login(key, flow, createScriptedInteraction())).rejects.toMatchObject({
        code: 'CCPROXY_OAUTH_ACCESS_DENIED',
      })
  })

  it('that is refused says so in the words of Entra', async () => {
    await started()
    entra.refuseNext({ error: 'invalid_client', code: 7_000_218 })
    await expect(runtime.manager.login(key, 'device', createScriptedInteraction())).rejects.toMatchObject({
      code: 'CCPROXY_OAUTH_CLIENT_REJECTED',
      hint: expect.stringContaining('Allow public client flows'),
    })
  })
})

describe('health', () => {
  it.each([
    [401, 'Cognitive Services OpenAI User'],
    [403, 'network rules'],
    [404, 'plugins.azure.resource'],
    [500, 'azure.status.microsoft'],
  ])('after a %d says what to look at', async (status, hint) => {
    runtime = await factory.create({ resource: 'acme', apiKey: 'fake-key' }, createTestServices())
    nock('https://acme.openai.azure.com').get('/openai/v1/models').reply(status, { error: {} })
    const answer = await runtime.health(AbortSignal.timeout(5000))
    expect(answer).toMatchObject({ status: 'down', detail: `GET /v1/models answered ${status}` })
    expect(String(answer.hint)).toContain(hint)
  })
})
