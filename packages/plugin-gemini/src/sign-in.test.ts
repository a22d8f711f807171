// A sign-in by the user's own client against a stand-in of Google.
import type { ProviderPluginRuntime } from '@ccproxy/core'
import { createScriptedInteraction, createTestServices } from '@ccproxy/testkit'
import { type GoogleStandIn, startGoogle } from '@ccproxy/testkit/providers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { pluginSettings } from './__fixtures__/plugin-settings.js'
import { factory } from './plugin.js'

const account = { provider: 'gemini', account: 'default' }

let google: GoogleStandIn
let runtime: ProviderPluginRuntime
beforeEach(async () => {
  google = await startGoogle()
  runtime = await factory.create(pluginSettings(google.settings), createTestServices())
})
afterEach(async () => {
  await runtime.stop()
  await google.stop()
})

const signIn = () => runtime.manager.login(account, 'browser', createScriptedInteraction())

describe('a sign-in in the browser', () => {
  it('brings a login that lasts', async () => {
    const person = createScriptedInteraction()
    const token = await runtime.manager.login(account, 'browser', person)
    expect(token).toMatchObject({ kind: 'oauth', flow: 'browser', hasRefreshToken: true })
    expect(Object.fromEntries(person.shown[0]?.url.searchParams ?? [])).toMatchObject({
      access_type: 'offline',
      prompt: 'consent',
      code_challenge_method: 'S256',
      redirect_uri: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/callback$/),
    })
    expect(await runtime.health(AbortSignal.timeout(5000))).toEqual({ status: 'ok' })
  })

  it('is renewed again and again by the one refresh token', async () => {
    const first = await signIn()
    const { refreshToken } = Object(await runtime.storage.read(account))
    const second = await runtime.manager.refresh(account)
    const third = await runtime.manager.refresh(account)
    expect(new Set([first, second, third].map((token) => token.reveal())).size).toBe(3)
    expect(await runtime.storage.read(account)).toMatchObject({ generation: 3, refreshToken })
    expect(google.tokenRequests.map(({ grant, status }) => [grant, status])).toEqual([
      ['authorization_code', 200],
      ['refresh_token', 200],
      ['refresh_token', 200],
    ])
  })

  it('is renewed when the API refuses its token', async () => {
    await signIn()
    google.expireTokens()
    expect(await runtime.health(AbortSignal.timeout(5000))).toEqual({ status: 'ok' })
    expect(google.apiRequests).toHaveLength(2)
  })

  it('says what helps when Google has ended it', async () => {
    await signIn()
    google.endLatestLogin()
    await expect(runtime.manager.refresh(account)).rejects.toMatchObject({
      code: 'CCPROXY_CREDENTIAL_NEEDS_LOGIN',
      hint: expect.stringContaining('every 7 days'),
    })
  })

  it('is revoked at the end', async () => {
    await signIn()
    expect(await runtime.manager.logout(account)).toMatchObject({ revocation: 'revoked' })
    expect(await runtime.storage.read(account)).toBeUndefined()
  })

  it('shows its end while the consent screen is in testing', async () => {
    const testing = await startGoogle({ inTesting: true })
    const other = await factory.create(pluginSettings(testing.settings), createTestServices())
    const { refreshTokenExpiresAt = 0 } = await other.manager.login(account, 'browser', createScriptedInteraction())
    expect(refreshTokenExpiresAt - Date.now()).toBeGreaterThan(6.9 * 86_400_000)
    await other.stop()
    await testing.stop()
  })

  it('is refused with a hint when the secret is wrong', async () => {
    const { oauth, ...settings } = pluginSettings(google.settings)
    const other = await factory.create(
      { ...settings, oauth: { ...oauth, clientSecret: 'fake-wrong-secret' } },
      createTestServices(),
    )
    await expect(other.manager.login(account, 'browser', createScriptedInteraction())).rejects.toMatchObject({
      code: 'CCPROXY_OAUTH_CLIENT_REJECTED',
      hint: expect.stringContaining('client_secret'),
    })
    await other.stop()
  })
})
