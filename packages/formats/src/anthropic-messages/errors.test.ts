import { describe, expect, test } from 'vitest'
import { parseError, renderError } from './errors.js'

describe('errors', () => {
  test('are read with their code and request id', () => {
    const body = {
      type: 'error',
      error: { type: 'rate_limit_error', message: 'Slow', details: { error_code: 'enforced_spend_limit_reached' } },
      request_id: 'req_1',
    }
    expect(parseError(429, body)).toEqual({
      status: 429,
      type: 'rate_limit_error',
      code: 'enforced_spend_limit_reached',
      message: 'Slow',
      requestId: 'req_1',
    })
    expect(renderError(parseError(429, body))).toEqual({ status: 429, body })
  })

  test.each([undefined, null, '<html>', [], {}])('of another shape have no type: %j', (body) => {
    expect(parseError(502, body)).toEqual({ status: 502, message: 'The provider answered 502' })
  })

  test.each([
    [400, 'invalid_request_error'],
    [401, 'authentication_error'],
    [402, 'billing_error'],
    [403, 'permission_error'],
    [404, 'not_found_error'],
    [413, 'request_too_large'],
    [418, 'invalid_request_error'],
    [429, 'rate_limit_error'],
    [500, 'api_error'],
    [502, 'api_error'],
    [503, 'overloaded_error'],
    [504, 'timeout_error'],
    [529, 'overloaded_error'],
  ])('%d is %s', (status, type) => {
    expect(renderError({ status, type: 'UNKNOWN', message: 'm' })).toMatchObject({ status, body: { error: { type } } })
  })

  test('say a full context in the words that clients act on', () => {
    const error = { status: 400, code: 'context_length_exceeded', message: 'Your input has too many tokens' }
    expect(renderError(error).body).toMatchObject({
      error: { message: 'prompt is too long: Your input has too many tokens' },
    })
  })
})
