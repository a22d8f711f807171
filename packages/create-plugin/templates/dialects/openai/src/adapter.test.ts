import { createHttpClient } from '@ccproxy/core'
import { answerJson, startRecordingUpstream } from '@ccproxy/testkit'
import { describe, expect, it } from 'vitest'
import { adapter } from './adapter.js'

const headersOf = (headers: Record<string, string>) => ({ get: (name: string) => headers[name] })

describe('a failure of Acme AI', () => {
  it.each([
    [429, 'rate_limit_exceeded', 'rate-limited'],
    [429, 'insufficient_quota', 'quota-exhausted'],
    [401, 'invalid_api_key', 'credential-rejected'],
    // undefined: judged by its status.
    [500, 'server_error', undefined],
  ])('%d %s is %s', (status, code, kind) => {
    expect(adapter.classify({ status, headers: headersOf({}), error: { code } })).toBe(kind)
  })
})

it('what is left is read from the headers', () => {
  const headers = headersOf({ 'x-ratelimit-limit-requests': '100', 'x-ratelimit-remaining-requests': '75' })
  expect(adapter.limits(headers)).toMatchObject([{ name: 'requests', remaining: 75, utilization: 0.25 }])
})

it('models are listed', async () => {
  await using api = await startRecordingUpstream({ answer: answerJson({ data: [{ id: 'acme-1' }, { id: 'acme-2' }] }) })
  const http = createHttpClient({ fetch, baseUrl: api.origin })
  expect(await adapter.models(http, AbortSignal.timeout(5000))).toEqual([{ id: 'acme-1' }, { id: 'acme-2' }])
  expect(api.requests.map(({ target }) => target)).toEqual(['/v1/models'])
})
