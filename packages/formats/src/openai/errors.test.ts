import { describe, expect, test } from 'vitest'
import { errorCode, parseError, parseStreamError, renderError } from './errors.js'

describe('errors are understood', () => {
  test.each([
    [
      { error: { message: 'No', type: 'invalid_request_error', param: 'model', code: 'model_not_found' } },
      { type: 'invalid_request_error', code: 'model_not_found', field: 'model' },
    ],
    [{ error: 'No' }, {}],
    [{ detail: 'No' }, {}],
    [{ message: 'No', code: 42 }, { code: '42' }],
  ])('%j', (body, expected) => {
    expect(parseError(400, body)).toEqual({ status: 400, message: 'No', ...expected })
  })

  test.each([[undefined], ['<html>'], [[]], [{}]])('a body that is none: %j', (body) => {
    expect(parseError(503, body)).toEqual({ status: 503, message: 'The provider answered 503' })
  })

  test.each([
    [{ code: 'insufficient_quota' }, 429],
    [{ type: 'invalid_request_error' }, 400],
    [{ code: 'server_is_overloaded' }, 503],
    [{ code: 402 }, 402],
    [{ code: 'anything' }, 500],
  ])('in a stream, %j is what would have been answered %i', (error, status) => {
    expect(parseStreamError({ error: { ...error, message: 'No' } }).status).toBe(status)
  })
})

describe('errors are told', () => {
  test.each([
    [400, 'invalid_request_error', null],
    [401, 'invalid_request_error', 'invalid_api_key'],
    [402, 'insufficient_quota', 'insufficient_quota'],
    [403, 'permission_error', null],
    [404, 'invalid_request_error', null],
    [429, 'rate_limit_error', 'rate_limit_exceeded'],
    [500, 'server_error', null],
    [503, 'server_error', 'server_is_overloaded'],
  ])('with status %i', (status, type, code) => {
    expect(renderError({ status, message: 'No' })).toEqual({
      status,
      body: { error: { message: 'No', type, param: null, code } },
    })
  })

  test('with a status that the SDK knows', () => {
    expect(renderError({ status: 529, message: 'Overloaded' }).status).toBe(503)
  })

  test.each([
    'prompt is too long: 210000 tokens > 200000 maximum',
    'The input token count (2000000) exceeds the maximum number of tokens allowed (1048576).',
    'This model’s maximum context length is 8192 tokens',
  ])('so that Codex shortens the conversation: %s', (message) => {
    expect(errorCode({ status: 400, message })).toBe('context_length_exceeded')
  })
})
