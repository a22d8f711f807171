import { createHttpClient, type HeaderReader, type PrepareInput } from '@ccproxy/core'
import { createTestSnapshot } from '@ccproxy/testkit'
import nock from 'nock'
import { describe, expect, it } from 'vitest'
import { adapter } from './adapter.js'

const readerOf = (headers: Readonly<Record<string, string>>): HeaderReader => ({ get: (name) => headers[name] })

type Token = PrepareInput['token']

function inputOf(token: Token, headers: Readonly<Record<string, string>> = {}): PrepareInput {
  const request = { id: 'q1', method: 'POST', path: '/v1/messages', dialect: undefined, model: undefined }
  return { token, baseUrl: 'https://api.anthropic.com', request: { ...request, headers: readerOf(headers) } }
}

describe('prepare', () => {
  it('sends a key alone, and the API version when the client names none', () => {
    expect(adapter.prepare(inputOf(createTestSnapshot({ kind: 'api-key' }))).headers).toEqual({
      'anthropic-version': '2023-06-01',
      'x-api-key': 'fake-secret',
      authorization: null,
    })
  })

  it('sends an OAuth token as the bearer, beside the betas of the client, and no key', () => {
    expect(
      adapter.prepare(inputOf(createTestSnapshot({ kind: 'oauth' }), { 'anthropic-version': '2024-01-01' })).headers,
    ).toEqual({
      authorization: 'Bearer fake-secret',
      'x-api-key': null,
      'anthropic-beta': { append: 'oauth-2025-04-20' },
    })
  })

  it('names the workspace of a user login only: a federated token has it in itself', () => {
    const account = { attributes: { workspace_id: 'wrkspc_1' } }
    expect(adapter.prepare(inputOf(createTestSnapshot({ kind: 'linked', account }))).headers).toMatchObject({
      'anthropic-workspace-id': 'wrkspc_1',
    })
    for (const kind of ['oauth', 'api-key'] as const)
      expect(adapter.prepare(inputOf(createTestSnapshot({ kind, account }))).headers).not.toHaveProperty(
        'anthropic-workspace-id',
      )
  })
})

describe('classify', () => {
  it.each([
    [400, { message: 'You have reached your specified API usage limits.' }, 'quota-exhausted'],
    [400, { message: 'max_tokens: required' }, 'client-error'],
    [401, {}, 'credential-rejected'],
    [402, { type: 'billing_error' }, 'quota-exhausted'],
    [403, {}, 'forbidden'],
    [429, {}, 'rate-limited'],
    [429, { type: 'rate_limit_error', details: { error_code: 'enforced_spend_limit_reached' } }, 'quota-exhausted'],
    [429, { type: 'rate_limit_error', code: 'enforced_spend_limit_reached' }, 'quota-exhausted'],
    [429, { type: 'rate_limit_error', details: { error_code: 'another' } }, 'rate-limited'],
    [500, {}, 'server-error'],
    [200, { type: 'overloaded_error' }, 'overloaded'],
    [529, {}, 'overloaded'],
  ])('%d %j is %s', (status, error, kind) => {
    expect(adapter.classify?.({ status, headers: readerOf({}), error })).toBe(kind)
  })
})

describe('models', () => {
  it('have their names and dates, and no date where the API does not know it', async () => {
    nock('https://api.anthropic.com')
      .get('/v1/models?limit=1000')
      .reply(200, {
        data: [
          { id: 'm-1', display_name: 'M 1', created_at: '2026-02-05T00:00:00Z' },
          { id: 'm-2', created_at: '1970-01-01T00:00:00Z' },
          { id: 'm-3', created_at: 'soon' },
        ],
      })
    const http = createHttpClient({ fetch: globalThis.fetch, baseUrl: 'https://api.anthropic.com' })
    expect(await adapter.models?.(http, AbortSignal.timeout(5000))).toEqual([
      { id: 'm-1', displayName: 'M 1', createdAt: Date.parse('2026-02-05T00:00:00Z') },
      { id: 'm-2' },
      { id: 'm-3' },
    ])
  })
})
