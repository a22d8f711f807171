import { createHttpClient, type HeaderReader, type PrepareInput, systemClock, type TokenSnapshot } from '@ccproxy/core'
import { createTestSnapshot } from '@ccproxy/testkit'
import nock from 'nock'
import { describe, expect, it } from 'vitest'
import { createAdapter } from './adapter.js'

const readerOf = (headers: Readonly<Record<string, string>>): HeaderReader => ({ get: (name) => headers[name] })

interface Asked {
  readonly path?: string
  readonly model?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly kind?: TokenSnapshot['kind']
}

function inputOf({ path = '/v1/responses', model, headers = {}, kind = 'oauth' }: Asked): PrepareInput {
  return {
    token: createTestSnapshot({ kind }),
    baseUrl: 'https://acme.openai.azure.com/openai',
    request: { id: 'q1', method: 'POST', path, dialect: undefined, model, headers: readerOf(headers) },
  }
}

const adapterOf = (deployments: Readonly<Record<string, string>> = {}) =>
  createAdapter({ deployments, clock: systemClock })

/** What each client sends, beside its own key. The Azure client of the SDK brings it where Azure looks for one. */
const clients: readonly (readonly [string, string, Readonly<Record<string, string>>])[] = [
  ['Codex CLI', '/v1/responses', { originator: 'codex_exec', 'content-type': 'application/json' }],
  ['the OpenAI SDK', '/v1/chat/completions', { 'x-stainless-lang': 'js', 'content-type': 'application/json' }],
  ['opencode', '/v1/responses', { 'user-agent': 'opencode/1.18', 'content-type': 'application/json' }],
  ['AzureOpenAI of the SDK', '/v1/responses?api-version=preview', { 'api-key': 'key-of-the-client' }],
]

describe('a request of', () => {
  it.each(clients)('%s goes out with the token and without a key', (_client, path, headers) => {
    expect(adapterOf().prepare(inputOf({ path, headers }))).toEqual({
      headers: { authorization: 'Bearer fake-secret', 'api-key': null },
    })
  })

  it.each(clients)('%s goes out with the key and without a token', (_client, path, headers) => {
    expect(adapterOf().prepare(inputOf({ path, headers, kind: 'api-key' }))).toEqual({
      headers: { 'api-key': 'fake-secret', authorization: null },
    })
  })

  it('a linked login goes out as a token, too', () => {
    expect(adapterOf().prepare(inputOf({ kind: 'linked' })).headers).toMatchObject({ 'api-key': null })
  })
})

describe('a model that is deployed under another name', () => {
  const adapter = adapterOf({ 'gpt-5': 'prod-gpt5' })
  const json = { 'content-type': 'application/json; charset=utf-8' }

  it('is asked for by that name', () => {
    const body = { model: 'gpt-5', input: 'hello', store: false }
    expect(adapter.prepare(inputOf({ headers: json })).rewrite?.(body)).toEqual({
      body: { model: 'prod-gpt5', input: 'hello', store: false },
    })
  })

  it.each([{ model: 'gpt-5-mini' }, { model: 'constructor' }, { model: 7 }, { input: 'no model' }])(
    'leaves %j as it came',
    (body) => {
      expect(adapter.prepare(inputOf({ headers: json })).rewrite?.(body).body).toBe(body)
    },
  )

  it.each<[string, Asked]>([
    ['is not JSON', { path: '/v1/files', headers: { 'content-type': 'multipart/form-data; boundary=x' } }],
    ['has no type', {}],
    ['is known to be for another model', { model: 'gpt-5-mini', headers: json }],
  ])('asks for no body that %s', (_name, asked) => {
    expect(adapter.prepare(inputOf(asked))).not.toHaveProperty('rewrite')
  })

  it('asks for the body when the model is known to be it', () => {
    expect(adapter.prepare(inputOf({ model: 'gpt-5' }))).toHaveProperty('rewrite')
  })
})

describe('a failure', () => {
  it.each([
    [404, { code: 'DeploymentNotFound' }, 'client-error'],
    [400, { code: 'content_filter' }, 'client-error'],
    [401, { code: '401' }, undefined],
    [401, { code: 'PermissionDenied' }, 'forbidden'],
    [403, { code: '403' }, undefined],
    [429, { code: 'RateLimitReached' }, 'rate-limited'],
    [429, { code: '429' }, undefined],
    [429, { code: 'insufficient_quota' }, 'quota-exhausted'],
    [500, { code: 'server_error' }, undefined],
    [503, undefined, undefined],
  ])('%d %j is %s', (status, error, kind) => {
    const failure = { status, headers: readerOf({}), ...(error !== undefined && { error }) }
    expect(adapterOf().classify?.(failure)).toBe(kind)
  })
})

it('tells what is left of a deployment', () => {
  const headers = readerOf({
    'x-ratelimit-limit-tokens': '1000',
    'x-ratelimit-remaining-tokens': '250',
    'x-ratelimit-remaining-requests': '9',
  })
  expect(adapterOf().limits?.(headers)).toEqual([
    { name: 'requests', scope: 'model', remaining: 9 },
    { name: 'tokens', scope: 'model', remaining: 250, utilization: 0.75 },
  ])
})

describe('models', () => {
  const http = createHttpClient({ fetch, baseUrl: 'https://acme.openai.azure.com/openai' })

  it('are those of the settings', async () => {
    expect(await adapterOf({ 'gpt-5': 'prod-gpt5' }).models?.(http, AbortSignal.timeout(1000))).toEqual([
      { id: 'gpt-5', displayName: 'gpt-5 (deployment prod-gpt5)' },
    ])
  })

  it('are those of the resource when the settings name none', async () => {
    nock('https://acme.openai.azure.com')
      .get('/openai/v1/models')
      .reply(200, { data: [{ id: 'gpt-5-2025-08-07', object: 'model', status: 'succeeded' }] })
    expect(await adapterOf().models?.(http, AbortSignal.timeout(1000))).toEqual([{ id: 'gpt-5-2025-08-07' }])
  })
})
