import { Anthropic } from '@anthropic-ai/sdk'
import { type CredentialKey, createHttpClient, type ProviderPluginRuntime } from '@ccproxy/core'
import { sandboxApiKey } from '@ccproxy/sandbox'
import {
  createScriptedInteraction,
  createTemporaryDirectory,
  createTestServices,
  startRecordingUpstream,
  startSandbox,
  type TemporaryDirectory,
  type TestServices,
} from '@ccproxy/testkit'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { factory } from './plugin.js'

const key: CredentialKey = { provider: 'sandbox', account: 'default' }
let directory: TemporaryDirectory
let services: TestServices
let settings: { port: number }
const running: ProviderPluginRuntime[] = []

beforeEach(async () => {
  directory = await createTemporaryDirectory()
  services = createTestServices({ stateDirectory: directory.path })
  const free = await startSandbox()
  settings = { port: Number(new URL(free.origin).port) }
  await free.close()
})
afterEach(async () => {
  for (const plugin of running.splice(0)) await plugin.stop()
  await directory.remove()
})

async function create(extra: object = {}): Promise<ProviderPluginRuntime> {
  const plugin = await factory.create({ ...settings, ...extra }, services)
  running.push(plugin)
  return plugin
}

const listens = (): Promise<boolean> =>
  fetch(`http://127.0.0.1:${settings.port}/v1/models`).then(
    () => true,
    () => false,
  )

async function ask(plugin: ProviderPluginRuntime): Promise<string> {
  const token = await plugin.manager.acquire(key)
  const client = new Anthropic({ baseURL: plugin.baseUrl, authToken: token.reveal(), maxRetries: 0 })
  const messages = [{ role: 'user' as const, content: 'hello' }]
  const { content } = await client.messages.create({ model: 'sandbox-1', max_tokens: 50, messages })
  return content.map((block) => (block.type === 'text' ? block.text : '')).join('')
}

describe('signing in', () => {
  it.each(['browser', 'standard', 'device'])('works by the flow %s, and the token is good', async (flow) => {
    const plugin = await create()
    const snapshot = await plugin.manager.login(key, flow, createScriptedInteraction())
    expect(snapshot).toMatchObject({ kind: 'oauth', flow, state: 'valid', hasRefreshToken: true })
    expect(snapshot.scopes).toEqual(['inference', 'offline_access'])
    expect(await ask(plugin)).toContain('You said: hello')
  })

  it('works by the flow key', async () => {
    const plugin = await create()
    await plugin.manager.login(key, 'key', createScriptedInteraction({ answers: [sandboxApiKey] }))
    expect((await plugin.manager.acquire(key)).kind).toBe('api-key')
    expect(await plugin.health(AbortSignal.timeout(5_000))).toEqual({ status: 'ok' })
  })

  it('fails when the person refuses', async () => {
    const plugin = await create({ consent: 'deny' })
    await expect(plugin.manager.login(key, 'browser', createScriptedInteraction())).rejects.toMatchObject({
      code: 'CCPROXY_OAUTH_ACCESS_DENIED',
    })
  })
})

describe('a signed-in account', () => {
  it('refreshes, with a rotation', async () => {
    const plugin = await create({ accessTokenLifetime: 60 })
    const first = await plugin.manager.login(key, 'browser', createScriptedInteraction())
    const second = await plugin.manager.refresh(key)
    expect(second.revision).not.toBe(first.revision)
    expect(second.expiresInSeconds).toBeLessThanOrEqual(60)
    expect(await ask(plugin)).toContain('hello')
  })

  it('is revoked at logout', async () => {
    const plugin = await create()
    const token = (await plugin.manager.login(key, 'browser', createScriptedInteraction())).reveal()
    expect(await plugin.manager.logout(key)).toEqual({ removed: true, revocation: 'revoked' })
    const response = await fetch(`${plugin.baseUrl}/v1/models`, { headers: { authorization: `Bearer ${token}` } })
    expect(response.status).toBe(401)
  })
})

it('lists the models of the server', async () => {
  const plugin = await create({ apiKey: sandboxApiKey })
  await plugin.manager.acquire(key)
  const http = createHttpClient({
    baseUrl: plugin.baseUrl,
    fetch: (input, init) => fetch(input, { ...init, headers: { 'x-api-key': sandboxApiKey } }),
  })
  const models = await plugin.adapter.models?.(http, AbortSignal.timeout(5_000))
  expect(models?.map(({ id }) => id)).toEqual(['sandbox-1', 'sandbox-slow'])
})

describe('the embedded server', () => {
  it('runs only from the first use until the plugin stops', async () => {
    const plugin = await create()
    expect(await listens()).toBe(false)
    await plugin.manager.snapshot(key)
    expect(await listens()).toBe(false)
    await plugin.manager.login(key, 'browser', createScriptedInteraction())
    expect(await listens()).toBe(true)
    await plugin.stop()
    expect(await listens()).toBe(false)
  })

  it('starts again in a later process, which accepts the login of the earlier one', async () => {
    const first = await create()
    await first.manager.login(key, 'browser', createScriptedInteraction())
    await first.stop()
    const second = await create()
    expect(second.manager.peek(key)).toBeUndefined()
    // This process still holds connections to the first server.
    await vi.waitFor(async () => expect(await ask(second)).toContain('hello'))
    await expect(second.manager.refresh(key)).resolves.toMatchObject({ state: 'valid' })
  })

  it.each(['serving', 'signing in'])('is shared by two processes, begun by the one that is %s', async (owner) => {
    const [serving, signingIn] = [await create(), await create()]
    const begin = (owner === 'serving' ? serving : signingIn).manager.acquire(key)
    await expect(begin).rejects.toMatchObject({ code: 'CCPROXY_CREDENTIAL_ABSENT' })
    await expect(serving.manager.acquire(key)).rejects.toMatchObject({ code: 'CCPROXY_CREDENTIAL_ABSENT' })
    await signingIn.manager.login(key, 'browser', createScriptedInteraction())
    await signingIn.stop()
    await vi.waitFor(async () => expect(await ask(serving)).toContain('hello'), 5_000)
  })

  it('says which port it cannot have', async () => {
    await using other = await startRecordingUpstream()
    const plugin = await create({ port: other.port })
    await expect(plugin.manager.login(key, 'browser', createScriptedInteraction())).rejects.toMatchObject({
      code: 'CCPROXY_UPSTREAM_UNREACHABLE',
      hint: expect.stringContaining('plugins.sandbox.port'),
    })
  })
})

describe('settings', () => {
  it.each([{ port: 0 }, { accessTokenLifetime: 0.5 }, { consent: 'maybe' }, { baseUrl: 'http://127.0.0.1:1' }])(
    'refuses %o',
    async (wrong) => {
      await expect(factory.create(wrong, services)).rejects.toMatchObject({ code: 'CCPROXY_PLUGIN_SETTINGS' })
    },
  )
})
