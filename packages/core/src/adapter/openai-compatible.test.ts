import nock from 'nock'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { createHttpClient } from '../http/create-http-client.js'
import type { HeaderReader } from './headers.js'
import { openaiPaths } from './inference-paths.js'
import { openaiCompatible } from './openai-compatible.js'
import type { ProviderAdapter } from './provider-adapter.js'

const now = Date.parse('2026-11-23T10:00:00Z')
const adapter = openaiCompatible({ clock: { now: () => now } })
const readerOf = (headers: Readonly<Record<string, string>>): HeaderReader => ({ get: (name) => headers[name] })

it('is a whole adapter that a plugin can spread', () => {
  expectTypeOf({ ...adapter, classify: () => 'overloaded' as const }).toExtend<ProviderAdapter>()
  expect(adapter).toMatchObject({ dialects: ['openai-chat', 'openai-responses'], allowedPaths: openaiPaths })
  expect(openaiCompatible({ dialects: ['openai-chat'] }).dialects).toEqual(['openai-chat'])
})

describe('classify', () => {
  it.each([
    [429, { type: 'insufficient_quota', code: 'insufficient_quota' }, 'quota-exhausted'],
    [429, { type: 'insufficient_quota', code: 'a_code_of_tomorrow' }, 'quota-exhausted'],
    [429, { type: 'insufficient_quota', code: 'credit_balance_exhausted' }, 'quota-exhausted'],
    [429, { code: 'project_spend_limit_exceeded' }, 'quota-exhausted'],
    [400, { type: 'image_generation_user_error', code: 'billing_hard_limit_reached' }, 'quota-exhausted'],
    [429, { type: 'tokens', code: 'rate_limit_exceeded' }, 'rate-limited'],
    [200, { type: 'tokens', code: 'rate_limit_exceeded' }, 'rate-limited'],
    [200, { type: 'server_error' }, 'server-error'],
    [400, { type: 'invalid_request_error', code: 'invalid_api_key' }, 'credential-rejected'],
    [503, { type: 'service_unavailable_error', code: 'server_is_overloaded' }, 'overloaded'],
  ])('%d %j is %s', (status, error, kind) => {
    expect(adapter.classify({ status, headers: readerOf({}), error })).toBe(kind)
  })

  it.each([
    [401, {}],
    [404, { type: 'invalid_request_error', code: 'model_not_found' }],
    [503, { type: 'server_error' }],
    [500, undefined],
  ])('%d %j is left to the status', (status, error) => {
    expect(adapter.classify({ status, headers: readerOf({}), ...(error && { error }) })).toBeUndefined()
  })
})

describe('limits', () => {
  it('are what is left of requests and tokens, and until when', () => {
    const headers = readerOf({
      'x-ratelimit-limit-requests': '60',
      'x-ratelimit-remaining-requests': '45',
      'x-ratelimit-reset-requests': '12ms',
      'x-ratelimit-limit-tokens': '150000',
      'x-ratelimit-remaining-tokens': '0',
      'x-ratelimit-reset-tokens': '6m0s',
    })
    expect(adapter.limits(headers)).toEqual([
      { name: 'requests', scope: 'model', remaining: 45, utilization: 0.25, resetsAt: now + 12 },
      { name: 'tokens', scope: 'model', remaining: 0, utilization: 1, resetsAt: now + 360_000 },
    ])
  })

  it('say only what the provider said', () => {
    expect(adapter.limits(readerOf({ 'x-ratelimit-remaining-tokens': '7' }))).toEqual([
      { name: 'tokens', scope: 'model', remaining: 7 },
    ])
    expect(adapter.limits(readerOf({ 'x-ratelimit-limit-tokens': '9' }))).toEqual([])
  })

  it('are none where the server answers -1', () => {
    const headers = readerOf({ 'x-ratelimit-limit-tokens': '-1', 'x-ratelimit-remaining-tokens': '-1' })
    expect(adapter.limits(headers)).toEqual([])
  })
})

describe('models', () => {
  const list = {
    object: 'list',
    data: [
      { id: 'm-1', object: 'model' },
      { id: 'm-2', name: 'M 2', context_length: 9, created: 1_764_000_000 },
      { id: 'm-3', created: 0 },
      { id: 'm-4', created: '2026-01-01' },
    ],
  }
  const models = [
    { id: 'm-1' },
    { id: 'm-2', displayName: 'M 2', contextWindow: 9, createdAt: 1_764_000_000_000 },
    { id: 'm-3' },
    { id: 'm-4' },
  ]
  const signal = AbortSignal.timeout(1000)

  it.each(['https://api.example', 'https://api.example/v1'])('are asked for below %s/v1 once', async (baseUrl) => {
    nock('https://api.example').get('/v1/models').reply(200, list)
    expect(await adapter.models(createHttpClient({ fetch, baseUrl }), signal)).toEqual(models)
  })

  it('may be somewhere else', async () => {
    nock('https://api.example').get('/catalog?limit=9').reply(200, list)
    const elsewhere = openaiCompatible({ modelsPath: 'catalog?limit=9' })
    expect(await elsewhere.models(createHttpClient({ fetch, baseUrl: 'https://api.example' }), signal)).toEqual(models)
  })

  it('are an error when the answer is something else', async () => {
    nock('https://api.example').get('/v1/models').reply(200, { models: [] })
    const http = createHttpClient({ fetch, baseUrl: 'https://api.example' })
    await expect(adapter.models(http, signal)).rejects.toMatchObject({ code: 'CCPROXY_UPSTREAM_ANSWER' })
  })
})
