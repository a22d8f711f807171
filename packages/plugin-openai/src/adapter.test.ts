import { type HeaderReader, openaiPaths, type PrepareInput } from '@ccproxy/core'
import { createTestSnapshot } from '@ccproxy/testkit'
import { describe, expect, it } from 'vitest'
import { createAdapter } from './adapter.js'

const readerOf = (headers: Readonly<Record<string, string>>): HeaderReader => ({ get: (name) => headers[name] })

const token = createTestSnapshot({ reveal: () => 'sk-fake-key' })

function inputOf(path: string, headers: Readonly<Record<string, string>>): PrepareInput {
  const request = { id: 'q1', method: 'POST', path, dialect: undefined, model: undefined, headers: readerOf(headers) }
  return { token, baseUrl: 'https://api.openai.com', request }
}

/** What each client sends, beside its own key. */
const clients: readonly (readonly [string, string, Readonly<Record<string, string>>])[] = [
  ['Codex', '/v1/responses', { originator: 'codex_exec', session_id: 's1', accept: 'text/event-stream' }],
  ['the OpenAI SDK', '/v1/chat/completions', { 'user-agent': 'OpenAI/JS 7.57.0', 'x-stainless-lang': 'js' }],
  ['opencode', '/v1/responses', { 'user-agent': 'opencode/1.18' }],
  ['curl, for embeddings', '/v1/embeddings', { 'user-agent': 'curl/8.5.0' }],
]

describe('a request of', () => {
  it.each(clients)('%s gets the key and is left alone otherwise', (_client, path, headers) => {
    expect(createAdapter({}).prepare(inputOf(path, headers))).toEqual({
      headers: { authorization: 'Bearer sk-fake-key' },
    })
  })

  it.each(clients)('%s is billed to what the settings name', (_client, path, headers) => {
    const adapter = createAdapter({ organization: 'org-1', project: 'proj_1' })
    expect(adapter.prepare(inputOf(path, headers))).toEqual({
      headers: {
        authorization: 'Bearer sk-fake-key',
        'openai-organization': 'org-1',
        'openai-project': 'proj_1',
      },
    })
  })
})

it('speaks the two dialects of OpenAI, on its paths for inference only', () => {
  expect(createAdapter({})).toMatchObject({
    dialects: ['openai-chat', 'openai-responses'],
    allowedPaths: openaiPaths,
  })
})

it.each([
  ['insufficient_quota', 'quota-exhausted'],
  ['rate_limit_exceeded', 'rate-limited'],
])('a 429 with %s is %s', (code, kind) => {
  expect(createAdapter({}).classify?.({ status: 429, headers: readerOf({}), error: { code } })).toBe(kind)
})
