import type { Dialect, PrepareInput, TokenSnapshot } from '@ccproxy/core'
import { createTestSnapshot } from '@ccproxy/testkit'
import { describe, expect, it } from 'vitest'
import { adapter } from './adapter.js'

function inputOf(kind: TokenSnapshot['kind'], dialect: Dialect | undefined): PrepareInput {
  const token = createTestSnapshot({ kind })
  const headers = { get: () => undefined }
  const request = { id: 'q1', method: 'POST', path: '/v1/any', dialect, model: undefined, headers }
  return { token, baseUrl: 'http://127.0.0.1:1', request }
}

const sent = (kind: TokenSnapshot['kind'], dialect: Dialect | undefined) =>
  Object.entries(adapter.prepare(inputOf(kind, dialect)).headers).filter(([, value]) => value !== null)

describe('prepare', () => {
  it.each([
    ['anthropic-messages', ['x-api-key', 'fake-secret']],
    ['gemini', ['x-goog-api-key', 'fake-secret']],
    ['openai-chat', ['authorization', 'Bearer fake-secret']],
    ['openai-responses', ['authorization', 'Bearer fake-secret']],
    [undefined, ['authorization', 'Bearer fake-secret']],
  ] as const)('sends a key in the dialect %s where it belongs, and there alone', (dialect, header) => {
    expect(sent('api-key', dialect)).toEqual([header])
  })

  it.each(adapter.dialects)('sends a token as the bearer in the dialect %s', (dialect) => {
    expect(sent('oauth', dialect)).toEqual([['authorization', 'Bearer fake-secret']])
  })
})

describe('classify', () => {
  const headers = { get: () => undefined }
  it.each([
    [429, { code: 'insufficient_quota' }, 'quota-exhausted'],
    [429, { details: [{ violations: [{ quotaId: 'RequestsPerDay' }] }] }, 'quota-exhausted'],
    [429, { details: [{ violations: [{ quotaId: 'RequestsPerMinute' }] }] }, undefined],
    [400, { details: [{ reason: 'API_KEY_INVALID' }] }, 'credential-rejected'],
    [400, {}, undefined],
  ])('%i with %j is %s', (status, error, kind) => {
    expect(adapter.classify?.({ status, headers, error })).toBe(kind)
  })
})
