// What gcloud and the Cloud console leave behind, used against a stand-in of Google.
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { isCCProxyError, type ProviderPluginRuntime, type TokenSnapshot } from '@ccproxy/core'
import { createScriptedInteraction, createTestClock, createTestServices } from '@ccproxy/testkit'
import { type GoogleOptions, type GoogleStandIn, startGoogle } from '@ccproxy/testkit/providers'
import { afterEach, describe, expect, it } from 'vitest'
import { pluginSettings } from '../__fixtures__/plugin-settings.js'
import { factory } from '../plugin.js'

const account = { provider: 'gemini', account: 'default' }
const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
const closers: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close()
})

interface World {
  readonly google: GoogleStandIn
  readonly runtime: ProviderPluginRuntime
  readonly file: string
  readonly token: () => Promise<TokenSnapshot>
}

async function world(options: GoogleOptions, services: Parameters<typeof createTestServices>[0] = {}): Promise<World> {
  const google = await startGoogle(options)
  closers.push(() => google.stop())
  const environment = { ...google.environment, ...services.environment }
  const runtime = await factory.create(
    pluginSettings(google.settings),
    createTestServices({ ...services, environment }),
  )
  closers.push(() => runtime.stop())
  const file = join(google.environment['CLOUDSDK_CONFIG'] ?? '', 'application_default_credentials.json')
  return { google, runtime, file, token: () => runtime.manager.acquire(account) }
}

const login: GoogleOptions = { defaultCredentials: 'authorized_user' }
const robot: GoogleOptions = { defaultCredentials: 'service_account' }

async function edit(file: string, change: (content: Record<string, unknown>) => object): Promise<void> {
  const content: unknown = JSON.parse(await readFile(file, 'utf8'))
  await writeFile(file, JSON.stringify({ ...change({ ...Object(content) }) }))
}

describe('the login of gcloud', () => {
  it('is used without a sign-in, in memory only, for its own project', async () => {
    const { google, runtime, token } = await world(login)
    expect(await token()).toMatchObject({
      kind: 'linked',
      flow: 'adc',
      account: { attributes: { quota_project: 'quota-project' } },
    })
    expect(await runtime.health(AbortSignal.timeout(5000))).toEqual({ status: 'ok' })
    expect(google.apiRequests).toMatchObject([{ headers: { 'x-goog-user-project': 'quota-project' } }])
    expect(await runtime.storage.read(account)).toBeUndefined()
    expect(google.tokenRequests).toEqual([{ grant: 'refresh_token', status: 200 }])
  })

  it('comes after a key', async () => {
    const { token, google } = await world(login, { environment: { GEMINI_API_KEY: 'fake-key-1' } })
    expect(await token()).toMatchObject({ kind: 'api-key' })
    expect(google.tokenRequests).toEqual([])
  })

  it('is counted for the project of the variable, where there is one', async () => {
    const { google, runtime } = await world(login, { environment: { GOOGLE_CLOUD_QUOTA_PROJECT: 'another' } })
    await runtime.health(AbortSignal.timeout(5000))
    expect(google.apiRequests).toMatchObject([{ headers: { 'x-goog-user-project': 'another' } }])
  })

  it('is linked: what is minted stays here, and the file is left as it is', async () => {
    const { runtime, file } = await world(login)
    const before = await readFile(file, 'utf8')
    await runtime.manager.login(account, 'adc', createScriptedInteraction())
    const token = await runtime.manager.acquire(account)
    const stored = await runtime.storage.read(account)
    expect(stored).toMatchObject({ kind: 'linked', source: { where: file, path: file } })
    expect(JSON.stringify(stored)).not.toMatch(/refresh-token|fake-gcloud-secret/)
    expect(inspect(token) + JSON.stringify(token)).not.toMatch(new RegExp(`refresh-token|secret|${token.reveal()}`))
    expect(stored).toMatchObject({ minted: { accessToken: token.reveal() } })
    expect(await readFile(file, 'utf8')).toBe(before)
  })

  it('is minted anew when the API refuses the token', async () => {
    const { google, runtime, token } = await world(login)
    const first = await token()
    google.expireTokens()
    expect(await runtime.health(AbortSignal.timeout(5000))).toEqual({ status: 'ok' })
    expect((await token()).reveal()).not.toBe(first.reveal())
  })

  it('is linked to its file, wherever the environment points later', async () => {
    const { runtime, google, file } = await world(login)
    await runtime.manager.login(account, 'adc', createScriptedInteraction())
    const later = await factory.create(
      pluginSettings(google.settings),
      createTestServices({ storage: runtime.storage, environment: { HOME: '/home/nobody-there' } }),
    )
    closers.push(() => later.stop())
    expect(await later.manager.acquire(account)).toMatchObject({ kind: 'linked' })
    await rm(file)
    await later.manager.logout(account)
  })

  it('that ended says who has to sign in, and how', async () => {
    const { google, token } = await world(login)
    google.endLatestLogin()
    await expect(token()).rejects.toSatisfy(
      (error: unknown) => isCCProxyError(error) && error.hint.includes('gcloud auth application-default login'),
    )
  })

  it('that is gone is absent', async () => {
    const { file, token } = await world(login)
    await rm(file)
    await expect(token()).rejects.toMatchObject({ code: 'CCPROXY_CREDENTIAL_ABSENT' })
  })

  it('cannot be linked when there is none, or when it is of another kind', async () => {
    const none = await world({})
    await expect(none.runtime.manager.login(account, 'adc', createScriptedInteraction())).rejects.toMatchObject({
      code: 'CCPROXY_OAUTH_FLOW_UNAVAILABLE',
      hint: expect.stringContaining('gcloud auth application-default login'),
    })
    const other = await world(login)
    await edit(other.file, () => ({ type: 'external_account', audience: 'a' }))
    await expect(other.runtime.manager.login(account, 'adc', createScriptedInteraction())).rejects.toMatchObject({
      code: 'CCPROXY_OAUTH_FLOW_UNAVAILABLE',
      message: expect.stringContaining('external_account'),
    })
  })
})

describe('a service account', () => {
  it('signs for itself, in memory only', async () => {
    const { google, runtime, token } = await world(robot)
    expect(await token()).toMatchObject({ kind: 'oauth', flow: 'service-account' })
    expect(await runtime.health(AbortSignal.timeout(5000))).toEqual({ status: 'ok' })
    expect(google.apiRequests[0]?.headers).not.toHaveProperty('x-goog-user-project')
    expect(google.tokenRequests).toEqual([{ grant: jwtBearer, status: 200 }])
    expect(await runtime.storage.read(account)).toBeUndefined()
  })

  it('can be signed in with, and is exchanged anew', async () => {
    const { google, runtime } = await world(robot)
    const first = await runtime.manager.login(account, 'service-account', createScriptedInteraction())
    expect(first).toMatchObject({
      account: { email: 'robot@stand-in.iam.gserviceaccount.com' },
      hasRefreshToken: false,
    })
    const second = await runtime.manager.refresh(account)
    expect(second.reveal()).not.toBe(first.reveal())
    expect(await runtime.storage.read(account)).toMatchObject({ renewal: 'exchange', generation: 2 })
    expect(google.tokenRequests.map(({ grant }) => grant)).toEqual([jwtBearer, jwtBearer])
  })

  it('is counted for the project that its file names', async () => {
    const { google, runtime, file } = await world(robot)
    await edit(file, (content) => ({ ...content, quota_project_id: 'of-the-file' }))
    await runtime.health(AbortSignal.timeout(5000))
    expect(google.apiRequests).toMatchObject([{ headers: { 'x-goog-user-project': 'of-the-file' } }])
  })

  it.each([
    [
      'another key id',
      (content: Record<string, unknown>) => ({ ...content, private_key_id: 'k2' }),
      /download a new one/,
    ],
    [
      'another account',
      (content: Record<string, unknown>) => ({ ...content, client_email: 'gone@stand-in.test' }),
      /was deleted/,
    ],
  ])('that is refused for %s says what helps', async (_what, change, hint) => {
    const { file, runtime } = await world(robot)
    await edit(file, change)
    await expect(runtime.manager.login(account, 'service-account', createScriptedInteraction())).rejects.toMatchObject({
      code: 'CCPROXY_OAUTH_INVALID_GRANT',
      hint: expect.stringMatching(hint),
    })
  })

  it('whose clock is off is told so', async () => {
    const clock = createTestClock(Date.now() + 86_400_000)
    const { runtime } = await world(robot, { clock })
    await expect(runtime.manager.login(account, 'service-account', createScriptedInteraction())).rejects.toMatchObject({
      code: 'CCPROXY_OAUTH_INVALID_GRANT',
      hint: expect.stringContaining('clock'),
    })
  })

  it('whose key is gone cannot be exchanged anew, and says where the key should be', async () => {
    const { file, runtime } = await world(robot)
    await runtime.manager.login(account, 'service-account', createScriptedInteraction())
    await rm(file)
    await expect(runtime.manager.refresh(account)).rejects.toSatisfy(
      (error: unknown) => isCCProxyError(error) && error.hint.includes('GOOGLE_APPLICATION_CREDENTIALS'),
    )
  })
})
