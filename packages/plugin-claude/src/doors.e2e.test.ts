// Each door against a stand-in of Anthropic: sign in, use, renew, be refused, sign out.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ProviderPluginRuntime } from '@ccproxy/core'
import { createScriptedInteraction, createTestServices } from '@ccproxy/testkit'
import { type AnthropicStandIn, startAnthropic } from '@ccproxy/testkit/providers'
import { afterEach, describe, expect, it } from 'vitest'
import { factory } from './plugin.js'

const key = { provider: 'claude', account: 'default' }

let standIn: AnthropicStandIn
let runtime: ProviderPluginRuntime
afterEach(async () => {
  await runtime.stop()
  await standIn.stop()
})

/** @param without variables that the machine does not have */
async function start(without: readonly string[] = []): Promise<void> {
  standIn = await startAnthropic()
  const { origin } = standIn
  const environment = Object.fromEntries(
    Object.entries(standIn.environment).filter(([name]) => !without.includes(name)),
  )
  runtime = await factory.create(
    {
      baseUrl: origin,
      oauth: {
        clientId: 'fake-client-of-the-user',
        authorizeUrl: `${origin}/oauth/authorize`,
        tokenUrl: `${origin}/v1/oauth/token`,
        scopes: ['user:inference'],
      },
    },
    createTestServices({ environment }),
  )
}

const health = () => runtime.health(AbortSignal.timeout(10_000))
const signIn = (flow: string, answers: readonly string[] = []) =>
  runtime.manager.login(key, flow, createScriptedInteraction({ answers }))
const grants = () => standIn.tokenRequests.map(({ grant, status, userAgent }) => `${userAgent} ${grant} ${status}`)

const noFederation = ['ANTHROPIC_FEDERATION_RULE_ID']

describe('a key', () => {
  it('is used until it is revoked', async () => {
    await start()
    await signIn('key', [standIn.apiKey])
    expect(await health()).toEqual({ status: 'ok' })
    expect(await runtime.manager.logout(key)).toMatchObject({ removed: true })
    expect(grants()).toEqual([])
  })
})

describe('your own client', () => {
  it('signs in by the browser, is refreshed, survives a refused token, and is signed out', async () => {
    await start()
    expect(await signIn('browser')).toMatchObject({ state: 'valid', hasRefreshToken: true })
    expect(await health()).toEqual({ status: 'ok' })
    await runtime.manager.refresh(key)
    standIn.expireTokens()
    expect(await health()).toEqual({ status: 'ok' })
    expect(grants()).toEqual([
      'ccproxy authorization_code 200',
      'ccproxy refresh_token 200',
      'ccproxy refresh_token 200',
    ])
    await runtime.manager.logout(key)
    expect(await runtime.storage.list()).toEqual([])
  })
})

describe('the login of the ant CLI', () => {
  it('is a pointer, names its workspace, and stays when we sign out', async () => {
    await start()
    expect(await signIn('ant')).toMatchObject({ state: 'valid', account: { email: 'someone@example.com' } })
    expect(JSON.stringify(await runtime.storage.read(key))).not.toContain('sk-ant-')
    expect(await health()).toEqual({ status: 'ok' })
    expect(standIn.apiRequests.at(-1)?.headers).toMatchObject({ 'anthropic-workspace-id': 'wrkspc_stand_in' })
    await runtime.manager.logout(key)
    const path = join(standIn.antDirectory, 'credentials', 'default.json')
    expect(await readFile(path, 'utf8')).toContain('sk-ant-oat01-')
    expect(grants()).toEqual([])
  })

  it('needs no sign-in, and at its end `ant` renews it once for everybody', async () => {
    await start(noFederation)
    await standIn.antLogin({ expiresInSeconds: -1 })
    const tokens = await Promise.all(Array.from({ length: 50 }, () => runtime.manager.acquire(key)))
    expect(new Set(tokens.map(({ revision }) => revision)).size).toBe(1)
    expect(tokens[0]?.expiresInSeconds).toBeGreaterThan(3500)
    expect(grants()).toEqual(['fake-ant refresh_token 200'])
    expect(await health()).toEqual({ status: 'ok' })
    expect(await runtime.storage.list()).toEqual([])
  })

  it('that ended there says what to do, and works again after a sign-in there', async () => {
    await start(noFederation)
    await standIn.antLogin({ expiresInSeconds: -1, isSpent: true })
    await expect(runtime.manager.acquire(key)).rejects.toMatchObject({
      code: 'CCPROXY_CREDENTIAL_LINK',
      hint: 'Sign in again with `ant auth login --profile default`.',
    })
    expect(grants()).toEqual(['fake-ant refresh_token 400'])
    await standIn.antLogin()
    await expect.poll(health, { timeout: 10_000, interval: 250 }).toEqual({ status: 'ok' })
  })
})

describe('a federation', () => {
  it('needs no sign-in, and each exchange takes the token of that moment', async () => {
    await start()
    expect(await health()).toEqual({ status: 'ok' })
    await standIn.projectIdentityToken()
    standIn.expireTokens()
    expect(await health()).toEqual({ status: 'ok' })
    expect(grants()).toEqual(Array.from({ length: 2 }, () => `ccproxy urn:ietf:params:oauth:grant-type:jwt-bearer 200`))
    expect(standIn.apiRequests.at(-1)?.headers).not.toHaveProperty('anthropic-workspace-id')
  })

  it('that does not match says where the reason is', async () => {
    await start()
    await standIn.projectIdentityToken({ subject: 'somebody else' })
    await expect(signIn('federation')).rejects.toMatchObject({
      code: 'CCPROXY_OAUTH_INVALID_GRANT',
      hint: expect.stringContaining('Workload identity → History'),
    })
    await standIn.projectIdentityToken({ lifetimeSeconds: -1 })
    await expect(signIn('federation')).rejects.toMatchObject({ code: 'CCPROXY_OAUTH_INVALID_GRANT' })
    await standIn.projectIdentityToken()
    expect(await signIn('federation')).toMatchObject({ state: 'valid' })
  })
})

describe('the stand-in', () => {
  it('rejects what Anthropic rejects', async () => {
    await start()
    const version = { 'anthropic-version': '2023-06-01' }
    const status = async (headers: Record<string, string>) =>
      (await fetch(`${standIn.origin}/v1/models`, { headers })).status
    await signIn('browser')
    const bearer = { authorization: `Bearer ${(await runtime.manager.acquire(key)).reveal()}` }
    const beta = { 'anthropic-beta': 'oauth-2025-04-20' }
    const apiKey = { 'x-api-key': standIn.apiKey }
    expect(await status({ ...version, ...bearer, ...beta })).toBe(200)
    expect(await status({ ...version, ...apiKey })).toBe(200)
    expect(await status({ ...version, ...bearer })).toBe(401)
    expect(await status({ ...version, ...bearer, ...beta, ...apiKey })).toBe(401)
    expect(await status({ ...bearer, ...beta })).toBe(400)
    expect(await status(version)).toBe(401)
  })
})
