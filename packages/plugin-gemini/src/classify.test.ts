import { describe, expect, it } from 'vitest'
import { classify } from './classify.js'

const headers = { get: () => undefined }
const exhausted = { type: 'RESOURCE_EXHAUSTED', code: '429' }
const violation = (quotaId: string, quotaValue?: string) => ({
  '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
  violations: [{ quotaMetric: 'm', quotaId, quotaValue, quotaDimensions: { location: 'global' } }],
})
const info = (reason: string) => ({ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason, domain: 'd' })
const retry = { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '34s' }

describe('429 is', () => {
  it.each([
    [
      'pace: a minute',
      [violation('GenerateRequestsPerMinutePerProjectPerModel-FreeTier', '10'), retry],
      'rate-limited',
    ],
    ['an allowance: a day', [violation('GenerateRequestsPerDayPerProjectPerModel-FreeTier', '250')], 'quota-exhausted'],
    [
      'an allowance, where both are full',
      [violation('GenerateRequestsPerMinutePerProject'), violation('GenerateRequestsPerDayPerProject')],
      'quota-exhausted',
    ],
    ['an allowance that was never granted', [violation('GenerateRequestsPerMinute', '0')], 'quota-exhausted'],
    ['no capacity', [info('MODEL_CAPACITY_EXHAUSTED')], 'overloaded'],
    ['pace, when nothing says more', undefined, 'rate-limited'],
    ['pace, when it cannot be read', 'details', 'rate-limited'],
    ['pace, when it has another shape', [{ violations: [{ quotaId: 7 }] }], 'rate-limited'],
  ])('%s', (_what, details, kind) => {
    expect(classify({ status: 429, headers, error: { ...exhausted, details } })).toBe(kind)
  })

  it.each([
    ['Quota exceeded for metric: free_tier_requests, limit: 0, model: gemini-3-pro', 'quota-exhausted'],
    ['Quota exceeded for metric: free_tier_requests, limit: 05, model: gemini-3-pro', 'rate-limited'],
    ['Quota exceeded for metric: free_tier_requests, limit: 10, model: gemini-3-pro', 'rate-limited'],
    ['Your project has exceeded its monthly spending cap.', 'quota-exhausted'],
    ['Resource has been exhausted (e.g. check quota).', 'rate-limited'],
  ])('%s: %s', (message, kind) => {
    expect(classify({ status: 429, headers, error: { ...exhausted, message } })).toBe(kind)
  })
})

describe('other refusals', () => {
  it.each([
    [400, { details: [info('API_KEY_INVALID')] }, 'credential-rejected'],
    [400, { details: [info('API_KEY_EXPIRED')] }, 'credential-rejected'],
    [400, { type: 'INVALID_ARGUMENT', message: 'limit: 0' }, 'client-error'],
    [401, { type: 'UNAUTHENTICATED', details: [info('ACCESS_TOKEN_EXPIRED')] }, 'credential-rejected'],
    [403, { type: 'PERMISSION_DENIED', details: [info('SERVICE_DISABLED')] }, 'forbidden'],
    [404, { type: 'NOT_FOUND' }, 'client-error'],
    [500, {}, 'server-error'],
    [503, { type: 'UNAVAILABLE', message: 'The model is overloaded.' }, 'overloaded'],
  ])('%d %j is %s', (status, error, kind) => {
    expect(classify({ status, headers, error })).toBe(kind)
  })

  it('have no body at times', () => {
    expect(classify({ status: 403, headers })).toBe('forbidden')
  })
})

describe('an error in a stream of status 200', () => {
  it.each([
    [{ code: '503', type: 'UNAVAILABLE' }, 'overloaded'],
    [{ code: '429', type: 'RESOURCE_EXHAUSTED', details: [violation('RequestsPerDay')] }, 'quota-exhausted'],
    [{ code: '500', type: 'INTERNAL' }, 'server-error'],
  ])('%j is %s', (error, kind) => {
    expect(classify({ status: 200, headers, error })).toBe(kind)
  })
})
