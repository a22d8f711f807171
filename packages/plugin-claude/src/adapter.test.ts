import type { HeaderReader, PrepareInput, TokenSnapshot } from '@ccproxy/core'
import { describe, expect, it } from 'vitest'
import { adapter } from './adapter.js'

const readerOf = (headers: Readonly<Record<string, string>>): HeaderReader => ({ get: (name) => headers[name] })

function inputOf(kind: TokenSnapshot['kind'], headers: Readonly<Record<string, string>> = {}): PrepareInput {
  const token: TokenSnapshot = {
    key: { provider: 'claude', account: 'default' },
    revision: 'r1',
    kind,
    flow: 'test',
    state: 'valid',
    expiresInSeconds: undefined,
    lastError: undefined,
    obtainedAt: 0,
    scopes: [],
    accessTokenPreview: '…',
    hasRefreshToken: false,
    storage: 'memory',
    shadows: [],
    reveal: () => 'fake-secret',
    endsSoon: false,
    usable: true,
    toJSON: () => {
      throw new Error('not part of these tests')
    },
  }
  const request = { id: 'q1', method: 'POST', path: '/v1/messages', dialect: undefined, model: undefined }
  return { token, baseUrl: 'https://api.anthropic.com', request: { ...request, headers: readerOf(headers) } }
}

describe('prepare', () => {
  it('sends a key alone, and the API version when the client names none', () => {
    expect(adapter.prepare(inputOf('api-key')).headers).toEqual({
      'anthropic-version': '2023-06-01',
      'x-api-key': 'fake-secret',
      authorization: null,
    })
  })

  it('sends an OAuth token as the bearer, beside the betas of the client, and no key', () => {
    expect(adapter.prepare(inputOf('oauth', { 'anthropic-version': '2024-01-01' })).headers).toEqual({
      authorization: 'Bearer fake-secret',
      'x-api-key': null,
      'anthropic-beta': { append: 'oauth-2025-04-20' },
    })
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
    [429, { code: 'enforced_spend_limit_reached' }, 'quota-exhausted'],
    [500, {}, 'server-error'],
    [200, { type: 'overloaded_error' }, 'overloaded'],
    [529, {}, 'overloaded'],
  ])('%d %j is %s', (status, error, kind) => {
    expect(adapter.classify?.({ status, headers: readerOf({}), error })).toBe(kind)
  })
})

describe('limits', () => {
  it('reads what is left, of which, until when', () => {
    const headers = readerOf({
      'anthropic-ratelimit-requests-limit': '50',
      'anthropic-ratelimit-requests-remaining': '40',
      'anthropic-ratelimit-requests-reset': '2026-11-22T20:00:00Z',
      'anthropic-ratelimit-tokens-limit': '1000',
    })
    expect(adapter.limits?.(headers)).toEqual([
      {
        name: 'requests',
        scope: 'account',
        remaining: 40,
        utilization: expect.closeTo(0.2, 5),
        resetsAt: Date.parse('2026-11-22T20:00:00Z'),
      },
    ])
  })
})
