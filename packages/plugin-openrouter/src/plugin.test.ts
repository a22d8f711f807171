import { createHash } from 'node:crypto'
import { createHttpClient, type ProviderPluginRuntime } from '@ccproxy/core'
import { createTestServices } from '@ccproxy/testkit'
import nock from 'nock'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { factory } from './plugin.js'

const apiKey = 'sk-or-v1-fake'
const settingsPage = `https://openrouter.ai/keys/${createHash('sha256').update(apiKey).digest('hex')}`
const data = {
  label: 'sk-or-v1-fak...ake\u001b[31m',
  limit: 100,
  limit_remaining: 74.5,
  limit_reset: 'monthly',
  usage: 25.5,
  usage_daily: 0.0125,
  usage_weekly: 3,
  usage_monthly: 25.5,
  is_free_tier: false,
  expires_at: null,
}

let runtime: ProviderPluginRuntime
beforeEach(async () => {
  runtime = await factory.create({ apiKey }, createTestServices())
})
afterEach(() => runtime.stop())

const keyEndpoint = (): nock.Interceptor =>
  nock('https://openrouter.ai', { reqheaders: { authorization: `Bearer ${apiKey}` } }).get('/api/v1/key')

async function run(args: readonly string[], json = false): Promise<readonly unknown[]> {
  const printed: unknown[] = []
  const [command] = runtime.cliCommands
  await command?.run({ args, json, print: (value) => printed.push(value), signal: AbortSignal.timeout(5000) })
  return printed
}

describe('ccproxy openrouter key', () => {
  it('shows what is left, what was used, and where to change it', async () => {
    keyEndpoint().reply(200, { data })
    expect(await run([])).toEqual([
      'key        sk-or-v1-fak...ake[31m',
      'limit      $74.50 of $100.00 left, anew monthly',
      'used       $25.50 (today $0.0125, this week $3.00, this month $25.50)',
      `settings   ${settingsPage}`,
    ])
  })

  it('says when there is no limit, an end, and a free tier', async () => {
    const free = { ...data, limit: null, limit_remaining: null, is_free_tier: true, expires_at: '2027-01-01T00:00:00Z' }
    keyEndpoint().reply(200, { data: free })
    expect(await run([])).toEqual(
      expect.arrayContaining([
        'limit      no limit on this key',
        'ends       2027-01-01T00:00:00Z',
        expect.stringMatching(/^free tier {2}yes/),
      ]),
    )
  })

  it('prints JSON in names of ours', async () => {
    keyEndpoint().reply(200, { data })
    expect(await run([], true)).toMatchObject([
      {
        provider: 'openrouter',
        account: 'default',
        limit: 100,
        limitRemaining: 74.5,
        usageDaily: 0.0125,
        settings: settingsPage,
      },
    ])
  })

  it('asks with the account that was named', async () => {
    await expect(run(['--account', 'work'])).rejects.toMatchObject({ code: 'CCPROXY_CREDENTIAL_ABSENT' })
  })

  it.each([[['--accout', 'work']], [['work']], [['--account']]])('does not take %j', async (args) => {
    await expect(run(args)).rejects.toMatchObject({ code: 'CCPROXY_CLI_USAGE' })
  })
})

const health = () => runtime.health(AbortSignal.timeout(5000))

describe('health', () => {
  it('shows the limit', async () => {
    keyEndpoint().reply(200, { data })
    expect(await health()).toEqual({ status: 'ok', detail: '$74.50 of $100.00 left, anew monthly' })
  })

  it('is degraded when nothing is left', async () => {
    keyEndpoint().reply(200, { data: { ...data, limit_remaining: 0 } })
    expect(await health()).toMatchObject({ status: 'degraded', hint: expect.stringContaining('settings/keys') })
  })

  it('is down when the key is refused', async () => {
    keyEndpoint().reply(401, { error: { code: 401, message: 'User not found.' } })
    expect(await health()).toMatchObject({
      status: 'down',
      detail: 'GET /v1/key answered 401',
      hint: expect.stringContaining('sign in again'),
    })
  })

  it('is down when the API is', async () => {
    keyEndpoint().reply(503)
    expect(await health()).toMatchObject({
      status: 'down',
      detail: 'GET /v1/key answered 503',
      hint: expect.stringContaining('status.openrouter.ai'),
    })
  })
})

describe('models', () => {
  it('have their names and windows', async () => {
    nock('https://openrouter.ai')
      .get('/api/v1/models')
      .reply(200, { data: [{ id: 'openai/gpt-5', name: 'OpenAI: GPT-5', context_length: 400_000 }] })
    const http = createHttpClient({ fetch: globalThis.fetch, baseUrl: runtime.baseUrl })
    expect(await runtime.adapter.models?.(http, AbortSignal.timeout(5000))).toEqual([
      { id: 'openai/gpt-5', displayName: 'OpenAI: GPT-5', contextWindow: 400_000 },
    ])
  })
})
