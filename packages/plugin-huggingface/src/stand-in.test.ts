// A whole life against the stand-in: sign in, use, renew, be refused, sign out.
import type { ProviderPluginRuntime } from '@ccproxy/core'
import { createScriptedInteraction, createTestServices } from '@ccproxy/testkit'
import { type HuggingFaceStandIn, startHuggingFace } from '@ccproxy/testkit/providers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { factory } from './plugin.js'

const key = { provider: 'huggingface', account: 'default' }
const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code'

let standIn: HuggingFaceStandIn
let runtime: ProviderPluginRuntime
beforeEach(async () => {
  standIn = await startHuggingFace()
  const { origin } = standIn
  const oauth = { issuer: origin, clientId: '00000000-fake-4000-8000-client-of-user' }
  runtime = await factory.create({ baseUrl: origin, oauth }, createTestServices())
})
afterEach(async () => {
  await runtime.stop()
  await standIn.stop()
})

const healthy = () => runtime.health(AbortSignal.timeout(5000))

describe.each(['browser', 'device'])('a login by %s', (flow) => {
  it('lives, is renewed when the API refuses it, and ends', async () => {
    const snapshot = await runtime.manager.login(key, flow, createScriptedInteraction())
    expect(snapshot).toMatchObject({ state: 'valid', account: { id: 'someone' }, hasRefreshToken: true })
    expect(await healthy()).toEqual({ status: 'ok' })
    standIn.expireTokens()
    expect(await healthy()).toEqual({ status: 'ok' })
    expect(await runtime.storage.read(key)).toMatchObject({ generation: 2 })
    expect(standIn.tokenRequests.at(-1)).toEqual({ grant: 'refresh_token', status: 200 })
    expect(await runtime.manager.logout(key)).toMatchObject({ revocation: 'not-offered' })
  })

  it('needs a person once the app was taken back', async () => {
    await runtime.manager.login(key, flow, createScriptedInteraction())
    standIn.revokeLogins()
    standIn.expireTokens()
    expect(await healthy()).toMatchObject({ status: 'down' })
    expect(await runtime.manager.snapshot(key)).toMatchObject({ state: 'needs-login' })
  })

  it('is not made when the person says no', async () => {
    standIn.setConsent('deny')
    await expect(runtime.manager.login(key, flow, createScriptedInteraction())).rejects.toMatchObject({
      code: 'CCPROXY_OAUTH_ACCESS_DENIED',
    })
  })
})

it('polls until the person is done', async () => {
  await runtime.manager.login(key, 'device', createScriptedInteraction())
  expect(standIn.tokenRequests).toEqual([
    { grant: deviceGrant, status: 400 },
    { grant: deviceGrant, status: 200 },
  ])
})
