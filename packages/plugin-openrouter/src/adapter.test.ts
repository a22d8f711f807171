import { type ClientRequest, classifyByStatus, type Dialect, type UpstreamFailure } from '@ccproxy/core'
import { createTestClock, createTestSnapshot } from '@ccproxy/testkit'
import { describe, expect, it } from 'vitest'
import { adapter as createAdapter } from './adapter.js'

const clock = createTestClock()
const adapter = createAdapter(clock)

const readerOf = (headers: Readonly<Record<string, string>>) => ({ get: (name: string) => headers[name] })

const token = createTestSnapshot({ reveal: () => 'sk-or-v1-fake' })

function prepare(path: string, dialect: Dialect, headers: Readonly<Record<string, string>>) {
  const request: ClientRequest = {
    id: 'q1',
    method: 'POST',
    path,
    dialect,
    model: undefined,
    headers: readerOf(headers),
  }
  return adapter.prepare({ token, baseUrl: 'https://openrouter.ai/api', request })
}

describe('what goes upstream', () => {
  it.each<readonly [string, string, Dialect, Readonly<Record<string, string>>]>([
    [
      'Claude Code',
      '/v1/messages?beta=true',
      'anthropic-messages',
      { 'anthropic-version': '2023-06-01', 'anthropic-beta': 'claude-code-20250219', 'x-claude-code-session-id': 's1' },
    ],
    ['the OpenAI SDK', '/v1/chat/completions', 'openai-chat', { 'user-agent': 'OpenAI/JS 7.57.0' }],
    ['Codex CLI', '/v1/responses', 'openai-responses', { 'user-agent': 'codex_cli_rs/0.169.0' }],
    [
      'an application that names itself',
      '/v1/chat/completions',
      'openai-chat',
      { 'http-referer': 'https://app.example', 'x-title': 'An app' },
    ],
  ])('of %s is its own, with the key', (_client, path, dialect, headers) => {
    expect(prepare(path, dialect, headers)).toEqual({ headers: { authorization: 'Bearer sk-or-v1-fake' } })
  })

  it('is in three dialects', () => {
    expect(adapter.dialects).toEqual(['openai-chat', 'openai-responses', 'anthropic-messages'])
  })

  it('is never the management of the account', () => {
    for (const path of [
      '/v1/keys',
      '/v1/auth',
      '/v1/guardrails',
      '/v1/workspaces',
      '/v1/byok',
      '/v1/scim',
      '/v1/credits',
    ])
      expect(adapter.allowedPaths).not.toContain(path)
  })
})

const kindOf = (status: number, error: UpstreamFailure['error'] = {}, headers = {}) =>
  adapter.classify?.({ status, headers: readerOf(headers), error }) ?? classifyByStatus(status)

const spentUntil = (ms: number) => ({
  'x-ratelimit-limit': '50',
  'x-ratelimit-remaining': '0',
  'x-ratelimit-reset': String(clock.now() + ms),
})

describe('classify', () => {
  it.each([
    [400, { code: '400', message: 'max_tokens is not a number' }, 'client-error'],
    [401, { code: '401', message: 'User not found.' }, 'credential-rejected'],
    [402, { code: '402', message: 'Insufficient credits' }, 'quota-exhausted'],
    [403, { code: '403', message: 'Key limit exceeded (monthly limit)' }, 'quota-exhausted'],
    [403, { code: '403', message: 'Your input was flagged', details: { reasons: ['violence'] } }, 'forbidden'],
    [404, { code: '404', message: 'No endpoints found' }, 'client-error'],
    [408, { code: '408' }, 'client-error'],
    [429, { code: '429', message: 'Rate limit exceeded' }, 'rate-limited'],
    [429, { code: '429', message: 'Rate limit exceeded: free-models-per-min' }, 'rate-limited'],
    [429, { code: '429', message: 'Rate limit exceeded: free-models-per-day' }, 'quota-exhausted'],
    [502, { code: '502', message: 'Provider returned error' }, 'server-error'],
    [503, { code: '503' }, 'overloaded'],
  ])('%d %j is %s', (status, error, kind) => {
    expect(kindOf(status, error)).toBe(kind)
  })

  it.each([
    ['chat', { code: '429', message: 'Rate limit exceeded' }, 'rate-limited'],
    ['chat', { code: '402', message: 'Insufficient credits' }, 'quota-exhausted'],
    ['chat', { code: '502', message: 'Provider disconnected' }, 'server-error'],
    ['chat', { code: '401' }, 'credential-rejected'],
    ['messages', { type: 'overloaded_error', message: 'Overloaded' }, 'overloaded'],
    ['messages', { type: 'rate_limit_error' }, 'rate-limited'],
    ['messages', { type: 'api_error' }, 'server-error'],
    ['responses', { code: 'rate_limit_exceeded' }, 'rate-limited'],
    ['responses', { code: 'server_error' }, 'server-error'],
  ])('an error in a stream of status 200 (%s, %j) is %s', (_dialect, error, kind) => {
    expect(kindOf(200, error)).toBe(kind)
  })

  it('tells an allowance from a pace by when it starts anew', () => {
    expect(kindOf(429, {}, spentUntil(45_000))).toBe('rate-limited')
    expect(kindOf(429, {}, spentUntil(6 * 3_600_000))).toBe('quota-exhausted')
  })
})

describe('limits', () => {
  it('are those of a refusal', () => {
    const resetsAt = clock.now() + 1000
    const headers = { 'x-ratelimit-limit': '20', 'x-ratelimit-remaining': '5', 'x-ratelimit-reset': String(resetsAt) }
    expect(adapter.limits?.(readerOf(headers))).toEqual([
      { name: 'requests', scope: 'account', remaining: 5, utilization: 0.75, resetsAt },
    ])
  })

  it.each([{}, { 'x-ratelimit-remaining': 'many' }])('are not made up from %j', (headers) => {
    expect(adapter.limits?.(readerOf(headers))).toEqual([])
  })

  it('are read as far as they go', () => {
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': 'soon' }
    expect(adapter.limits?.(readerOf(headers))).toEqual([{ name: 'requests', scope: 'account', remaining: 0 }])
  })
})
