import { createTestServices } from '@ccproxy/testkit'
import { type ProviderStandIn, startOpenAI } from '@ccproxy/testkit/providers'
import nock from 'nock'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { factory } from './plugin.js'

const key = { provider: 'openai', account: 'default' }
const signal = AbortSignal.timeout(10_000)

async function runtimeWith(settings: object, environment: Readonly<Record<string, string>> = {}) {
  return factory.create(settings, createTestServices({ environment }))
}

describe('the door of OpenAI', () => {
  it.each(['sk-fake', 'sk-proj-fake_1-2', 'sk-svcacct-fake', 'sk-admin-fake', 'sk-None-fake'])(
    'opens with %s',
    async (apiKey) => {
      const { flows } = await runtimeWith({})
      expect(flows).toHaveLength(1)
      const pattern = flows[0]?.kind === 'api-key' ? flows[0].pattern : undefined
      expect(pattern?.test(apiKey)).toBe(true)
    },
  )

  it('takes the key from the environment', async () => {
    const { manager } = await runtimeWith({}, { OPENAI_API_KEY: 'sk-fake-1' })
    expect((await manager.acquire(key)).reveal()).toBe('sk-fake-1')
  })

  it('says how to get a key when there is none', async () => {
    const { manager } = await runtimeWith({})
    await expect(manager.acquire(key)).rejects.toMatchObject({ code: 'CCPROXY_CREDENTIAL_ABSENT' })
  })

  it.each([{ organization: '' }, { project: 1 }, { organisation: 'org-1' }])('refuses %j', async (settings) => {
    await expect(runtimeWith(settings)).rejects.toMatchObject({ code: 'CCPROXY_PLUGIN_SETTINGS' })
  })
})

describe('against the stand-in', () => {
  let standIn: ProviderStandIn
  beforeEach(async () => {
    standIn = await startOpenAI()
  })
  afterEach(() => standIn.stop())

  it('is well while the key is', async () => {
    const runtime = await runtimeWith({ baseUrl: standIn.origin }, standIn.environment)
    expect(await runtime.health(signal)).toEqual({ status: 'ok' })
    standIn.expireTokens()
    expect(await runtime.health(signal)).toMatchObject({
      status: 'down',
      detail: expect.stringContaining('answered 401'),
    })
  })
})

describe('a control call', () => {
  it('does not double a /v1 of the base URL, and is billed as the settings say', async () => {
    nock('https://api.openai.example', {
      reqheaders: { authorization: 'Bearer sk-fake-1', 'openai-organization': 'org-1', 'openai-project': 'proj_1' },
    })
      .get('/v1/models')
      .reply(200, { object: 'list', data: [{ id: 'gpt-fake', object: 'model' }] })
    const settings = { baseUrl: 'https://api.openai.example/v1', organization: 'org-1', project: 'proj_1' }
    const runtime = await runtimeWith(settings, { OPENAI_API_KEY: 'sk-fake-1' })
    expect(await runtime.health(signal)).toEqual({ status: 'ok' })
  })
})
