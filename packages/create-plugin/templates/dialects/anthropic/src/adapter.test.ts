import { createHttpClient } from '@ccproxy/core'
import { answerJson, startRecordingUpstream } from '@ccproxy/testkit'
import { describe, expect, it } from 'vitest'
import { adapter } from './adapter.js'

const headers = { get: () => undefined }

describe('a failure of Acme AI', () => {
  it.each([
    [402, 'billing_error', 'quota-exhausted'],
    [200, 'overloaded_error', 'overloaded'],
    // undefined: judged by its status.
    [429, 'rate_limit_error', undefined],
  ])('%d %s is %s', (status, type, kind) => {
    expect(adapter.classify({ status, headers, error: { type } })).toBe(kind)
  })
})

it('models are listed', async () => {
  const list = { data: [{ id: 'acme-1', display_name: 'Acme AI 1' }, { id: 'acme-2' }] }
  await using api = await startRecordingUpstream({ answer: answerJson(list) })
  const http = createHttpClient({ fetch, baseUrl: api.origin })
  expect(await adapter.models(http, AbortSignal.timeout(5000))).toEqual([
    { id: 'acme-1', displayName: 'Acme AI 1' },
    { id: 'acme-2' },
  ])
})
