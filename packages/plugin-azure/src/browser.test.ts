// What a sign-in in the browser may end with, one call of the token endpoint each.
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

/** @returns the login, and what was sent to the authorization endpoint */
async function comingBack(parameters: Readonly<Record<string, string>>) {
  const interaction = person()
  const login = runtime.manager.login(key, 'browser', interaction)
  login.catch(() => {})
  await expect.poll(() => interaction.shown.length).toBe(1)
  const { searchParams } = interaction.shown[0]?.url ?? new URL('about:blank')
  const target = new URL(searchParams.get('redirect_uri') ?? '')
  target.search = new URLSearchParams({ state: searchParams.get('state') ?? '', ...parameters }).toString()
  await fetch(target)
  return { login, asked: Object.fromEntries(searchParams) }
}

describe('a sign-in in the browser', () => {
  const answer = { code: 'fake-code', session_state: 'fake-session' }

  it('redeems the code with the verifier and without a secret, at a redirect without a path', async () => {
    let form: unknown
    tokenEndpoint((body) => {
      form = body
      return true
    }).reply(200, granted)
    const { login, asked } = await comingBack(answer)
    await expect(login).resolves.toMatchObject({ state: 'valid', flow: 'browser', hasRefreshToken: true })
    expect(asked).toEqual({
      client_id: 'app-of-the-user',
      scope: 'https://cognitiveservices.azure.com/.default offline_access',
      prompt: 'select_account',
      response_type: 'code',
      redirect_uri: expect.stringMatching(/^http:\/\/localhost:\d+$/),
      state: expect.any(String),
      code_challenge: expect.any(String),
      code_challenge_method: 'S256',
    })
    expect(form).toEqual({
      grant_type: 'authorization_code',
      code: 'fake-code',
      redirect_uri: asked['redirect_uri'],
      client_id: 'app-of-the-user',
      code_verifier: expect.any(String),
    })
  })

  it.each([
    ['a code that was used', 400, 'invalid_grant', 54_005, 'CCPROXY_OAUTH_INVALID_GRANT', 'Start the sign-in again'],
    ['a web app in its place', 401, 'invalid_client', 7_000_218, 'CCPROXY_OAUTH_CLIENT_REJECTED', 'not under "Web"'],
    ['no consent', 400, 'invalid_grant', 65_001, 'CCPROXY_OAUTH_INVALID_GRANT', 'consented'],
    ['a missing permission', 400, 'invalid_resource', 650_057, 'CCPROXY_OAUTH_REQUEST_REJECTED', 'API permission'],
  ])('ends with %s, and says what to do', async (_name, status, error, number, code, hint) => {
    tokenEndpoint().reply(status, refused(error, number))
    const { login } = await comingBack(answer)
    expect(await failureOf(login)).toMatchObject({ code, hint: expect.stringContaining(hint) })
  })

  it('ends when the person declines', async () => {
    const description = 'AADSTS65004: User declined to consent to access the app.'
    const { login } = await comingBack({ error: 'access_denied', error_description: description })
    expect(await failureOf(login)).toMatchObject({ code: 'CCPROXY_OAUTH_ACCESS_DENIED' })
  })
})
