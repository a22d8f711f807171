import type { OAuthFlow } from '@ccproxy/core'
import { describe, expect, it } from 'vitest'
import { azureSettings } from './__fixtures__/azure-settings.js'
import { flows } from './flows.js'

type Environment = Readonly<Record<string, string>>

async function flowsOf(written: object, environment: Environment = {}): Promise<readonly OAuthFlow[]> {
  return flows(await azureSettings(written), { environment })
}

async function flowOf<Kind extends OAuthFlow['kind']>(
  kind: Kind,
  written: object,
  environment: Environment = {},
): Promise<Extract<OAuthFlow, { kind: Kind }>> {
  const isWanted = (flow: OAuthFlow): flow is Extract<OAuthFlow, { kind: Kind }> => flow.kind === kind
  const flow = (await flowsOf(written, environment)).find(isWanted)
  if (flow === undefined) throw new Error(`no flow ${kind}`)
  return flow
}

const app = {
  AZURE_CLIENT_ID: 'app-of-the-environment',
  AZURE_CLIENT_SECRET: 'fake-secret',
  AZURE_TENANT_ID: 'tenant-1',
}
const own = { oauth: { clientId: 'app-of-the-user' } }
const ids = (list: readonly OAuthFlow[]): readonly string[] => list.map(({ id }) => id)

describe('the ways to sign in', () => {
  it.each<[string, object, Environment, readonly string[]]>([
    ['nothing is configured', {}, {}, ['key', 'browser', 'device', 'client', 'az']],
    ['there is an app of your own', own, {}, ['browser', 'device', 'key', 'client', 'az']],
    ['another program has an app in the environment', own, app, ['browser', 'device', 'client', 'key', 'az']],
    [
      'a secret was set on purpose',
      { tenant: 'tenant-1', oauth: { clientId: 'app-of-the-user', clientSecret: 'fake-secret' } },
      {},
      ['client', 'browser', 'device', 'key', 'az'],
    ],
  ])('when %s', async (_name, written, environment, expected) => {
    expect(ids(await flowsOf(written, environment))).toEqual(expected)
  })

  it('say what is missing, and what to do', async () => {
    const unavailable = (await flowsOf({})).map(({ id, unavailable: why }) => [id, why?.hint])
    expect(Object.fromEntries(unavailable)).toEqual({
      key: undefined,
      browser: expect.stringMatching(/Allow public client flows.*plugins\.azure\.oauth\.client_id/),
      device: expect.stringMatching(/Microsoft Cognitive Services.*plugins\.azure\.oauth\.client_id/),
      client: expect.stringMatching(/plugins\.azure\.oauth\.client_secret.*AZURE_CLIENT_SECRET/),
      az: expect.stringContaining('Install it'),
    })
  })
})

describe('the endpoints', () => {
  it('follow from the tenant', async () => {
    const written = { tenant: 'contoso.example', ...own }
    const base = 'https://login.microsoftonline.com/contoso.example/oauth2/v2.0'
    expect(await flowOf('authorization-code', written)).toMatchObject({
      authorizeUrl: `${base}/authorize`,
      token: { url: `${base}/token` },
    })
    expect(await flowOf('device-code', written)).toMatchObject({ deviceAuthorizationUrl: `${base}/devicecode` })
  })

  it('are of any organization without one', async () => {
    const { authorizeUrl } = await flowOf('authorization-code', own)
    expect(authorizeUrl).toBe('https://login.microsoftonline.com/organizations/oauth2/v2.0/authorize')
  })

  it('are those of the settings where they are named', async () => {
    const oauth = {
      clientId: 'app-of-the-user',
      authorizeUrl: 'https://login.microsoftonline.us/t/oauth2/v2.0/authorize',
      tokenUrl: 'https://login.microsoftonline.us/t/oauth2/v2.0/token',
      deviceAuthorizationUrl: 'https://login.microsoftonline.us/t/oauth2/v2.0/devicecode',
    }
    expect(await flowOf('authorization-code', { oauth })).toMatchObject({
      authorizeUrl: oauth.authorizeUrl,
      token: { url: oauth.tokenUrl },
    })
    const { deviceAuthorizationUrl, verificationHosts } = await flowOf('device-code', { oauth })
    expect(deviceAuthorizationUrl).toBe(oauth.deviceAuthorizationUrl)
    expect(verificationHosts).toContain('login.microsoftonline.us')
  })
})

describe('people', () => {
  it('sign in to a public client: the secret of the app is not sent', async () => {
    const written = { tenant: 'tenant-1', oauth: { clientId: 'app-of-the-user', clientSecret: 'fake-secret' } }
    expect(await flowOf('authorization-code', written)).not.toHaveProperty('clientSecret')
    expect(await flowOf('device-code', written)).not.toHaveProperty('clientSecret')
  })

  it('choose their account, and come back to http://localhost', async () => {
    const flow = await flowOf('authorization-code', own)
    expect(flow).toMatchObject({ pkce: 'S256', redirect: { kind: 'loopback', host: 'localhost', path: '' } })
    expect(flow.authorizeParams?.({ previous: undefined, installationId: '' })).toEqual({ prompt: 'select_account' })
  })

  it('are named by an id token, when the scopes ask for one', async () => {
    const flow = await flowOf('device-code', own)
    const claims = { oid: 'object-1', tid: 'tenant-1', preferred_username: 'ada@example.test' }
    const idToken = `x.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.y`
    expect(flow.credential?.({ id_token: idToken })).toEqual({
      profile: { id: 'object-1', email: 'ada@example.test', attributes: { tenant: 'tenant-1' } },
    })
    expect(flow.credential?.({})).toEqual({})
    expect(flow.credential?.({ id_token: 'no token' })).toEqual({})
  })
})

describe('an app as itself', () => {
  it('takes id, secret and directory from the environment, and asks for no refresh token', async () => {
    const flow = await flowOf('client-credentials', own, app)
    expect(flow).toMatchObject({
      clientId: 'app-of-the-environment',
      clientSecret: 'fake-secret',
      scopes: ['https://cognitiveservices.azure.com/.default'],
      token: { url: 'https://login.microsoftonline.com/tenant-1/oauth2/v2.0/token' },
    })
    expect([flow.unavailable, flow.ambient?.()]).toEqual([undefined, true])
  })

  it.each<[string, object, Environment]>([
    ['a secret alone', {}, { AZURE_CLIENT_SECRET: 'fake-secret' }],
    ['an empty variable', {}, { ...app, AZURE_TENANT_ID: '' }],
    ['no secret', own, {}],
    ['a secret for any organization', { oauth: { clientId: 'a', clientSecret: 'fake-secret' } }, {}],
    ['a secret in the settings and the rest in the environment', { oauth: { clientSecret: 'fake-secret' } }, app],
  ])('is not configured by %s', async (_name, written, environment) => {
    const flow = await flowOf('client-credentials', written, environment)
    expect(flow.unavailable?.reason).toContain('needs the id, a secret and the directory')
    expect(flow.ambient?.()).toBe(false)
  })

  it('needs no tenant beside a token endpoint of its own', async () => {
    const tokenUrl = 'https://login.example.test/token'
    const oauth = { clientId: 'app-of-the-user', clientSecret: 'fake-secret', tokenUrl }
    const flow = await flowOf('client-credentials', { oauth })
    expect([flow.unavailable, flow.token.url]).toEqual([undefined, tokenUrl])
  })
})
