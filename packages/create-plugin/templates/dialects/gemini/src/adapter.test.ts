import { createHttpClient } from '@ccproxy/core'
import { answerJson, startRecordingUpstream } from '@ccproxy/testkit'
import { describe, expect, it } from 'vitest'
import { adapter } from './adapter.js'

const headers = { get: () => undefined }

describe('a failure of Acme AI', () => {
  it.each([
    [429, 'Quota exceeded for GenerateRequestsPerDayPerProject', 'quota-exhausted'],
    // undefined: judged by its status.
    [429, 'Quota exceeded for GenerateRequestsPerMinutePerProject', undefined],
  ])('%d %s is %s', (status, message, kind) => {
    expect(adapter.classify({ status, headers, error: { message } })).toBe(kind)
  })
})

it('models are listed', async () => {
  const list = { models: [{ name: 'models/acme-1', displayName: 'Acme AI 1', inputTokenLimit: 1000 }] }
  await using api = await startRecordingUpstream({ answer: answerJson(list) })
  const http = createHttpClient({ fetch, baseUrl: api.origin })
  expect(await adapter.models(http, AbortSignal.timeout(5000))).toEqual([
    { id: 'acme-1', displayName: 'Acme AI 1', contextWindow: 1000 },
  ])
})
