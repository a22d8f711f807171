import { createHttpClient, type HeaderReader, openaiPaths, type PrepareInput, type TokenSnapshot } from '@ccproxy/core'
import nock from 'nock'
import { describe, expect, it } from 'vitest'
import { createAdapter } from './adapter.js'

const clock = { now: () => 0 }
const readerOf = (headers: Readonly<Record<string, string>>): HeaderReader => ({ get: (name) => headers[name] })

const token: TokenSnapshot = {
  key: { provider: 'huggingface', account: 'default' },
  revision: 'r1',
  kind: 'oauth',
  flow: 'device',
  state: 'valid',
  expiresInSeconds: 60,
  lastError: undefined,
  obtainedAt: 0,
  scopes: [],
  accessTokenPreview: '…',
  hasRefreshToken: true,
  storage: 'memory',
  shadows: [],
  reveal: () => 'hf_oauth_fake',
  endsSoon: false,
  usable: true,
  toJSON: () => {
    throw new Error('not part of these tests')
  },
}

/** What each client sends, beside its own key. */
describe.each([
  ['the OpenAI SDK', '/v1/chat/completions', { 'user-agent': 'OpenAI/JS 7.57.0', 'x-stainless-lang': 'js' }],
  ['opencode', '/v1/chat/completions', { 'user-agent': 'opencode/1.18' }],
  ['Codex', '/v1/responses', { originator: 'codex_exec', session_id: 's1', 'x-hf-bill-to': 'somebody-else' }],
])('a request of %s', (_client, path, headers) => {
  const request = { id: 'q1', method: 'POST', path, dialect: undefined, model: undefined, headers: readerOf(headers) }
  const input: PrepareInput = { token, baseUrl: 'https://router.huggingface.co', request }

  it('gets the token, and is left alone but for who pays', () => {
    expect(createAdapter({ clock }).prepare(input)).toEqual({
      headers: { authorization: 'Bearer hf_oauth_fake', 'x-hf-bill-to': null },
    })
  })

  it('is billed to the organization of the settings', () => {
    expect(createAdapter({ clock, billTo: 'acme' }).prepare(input)).toEqual({
      headers: { authorization: 'Bearer hf_oauth_fake', 'x-hf-bill-to': 'acme' },
    })
  })
})

it('speaks chat completions, on the paths of OpenAI for inference only', () => {
  expect(createAdapter({ clock })).toMatchObject({ dialects: ['openai-chat'], allowedPaths: openaiPaths })
})

it.each([
  [402, { message: 'You have depleted your monthly included credits.', type: 'insufficient_quota' }, 'quota-exhausted'],
  [402, undefined, undefined],
  [
    403,
    { message: 'This authentication method does not have sufficient permissions', type: 'permission_error' },
    undefined,
  ],
])('%d %j is %s; undefined leaves it to the status', (status, error, kind) => {
  const failure = { status, headers: readerOf({}), ...(error !== undefined && { error }) }
  expect(createAdapter({ clock }).classify?.(failure)).toBe(kind)
})

it('lists what the router serves, with the longest context of those that are live', async () => {
  nock('https://router.huggingface.co')
    .get('/v1/models')
    .reply(200, {
      object: 'list',
      data: [
        {
          id: 'acme/one',
          created: 1_764_000_000,
          providers: [
            { provider: 'a', status: 'live', context_length: 100 },
            { provider: 'b', status: 'live', context_length: 200 },
            { provider: 'c', status: 'error', context_length: 300 },
            { provider: 'd', status: 'live' },
          ],
        },
        { id: 'acme/two' },
      ],
    })
  const http = createHttpClient({ fetch, baseUrl: 'https://router.huggingface.co' })
  expect(await createAdapter({ clock }).models?.(http, AbortSignal.timeout(1000))).toEqual([
    { id: 'acme/one', contextWindow: 200, createdAt: 1_764_000_000_000 },
    { id: 'acme/two' },
  ])
})
