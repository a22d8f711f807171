import { expect, test } from 'vitest'
import { parseError, renderError } from './errors.js'

const google = (type: string, rest: object) => ({ '@type': `type.googleapis.com/google.rpc.${type}`, ...rest })

test('what Google says of an error', () => {
  const error = {
    code: 429,
    message: 'Resource has been exhausted.',
    status: 'RESOURCE_EXHAUSTED',
    details: [
      google('ErrorInfo', { reason: 'RATE_LIMIT_EXCEEDED' }),
      google('BadRequest', { fieldViolations: [{ field: 'contents[0]', description: 'x' }] }),
      google('RetryInfo', { retryDelay: '7.25s' }),
    ],
  }
  const parsed = {
    status: 429,
    type: 'RESOURCE_EXHAUSTED',
    code: 'RATE_LIMIT_EXCEEDED',
    message: 'Resource has been exhausted.',
    field: 'contents[0]',
    retryAfterMs: 7250,
  }
  expect(parseError(429, { error })).toEqual(parsed)
  expect(parseError(429, [{ error }])).toEqual(parsed)
})

test.each([[undefined], ['<html>'], [null], [[]], [{ error: { message: 5 } }]])(
  '%j is an error without a type',
  (body) => {
    expect(parseError(502, body)).toEqual({ status: 502, message: 'The provider answered 502' })
  },
)

test.each([
  [400, 400, 'INVALID_ARGUMENT'],
  [401, 401, 'UNAUTHENTICATED'],
  [403, 403, 'PERMISSION_DENIED'],
  [404, 404, 'NOT_FOUND'],
  [413, 413, 'INVALID_ARGUMENT'],
  [429, 429, 'RESOURCE_EXHAUSTED'],
  [500, 500, 'INTERNAL'],
  [503, 503, 'UNAVAILABLE'],
  [529, 503, 'UNAVAILABLE'],
])('%i of another provider is %i %s', (status, code, name) => {
  const error = { code, message: 'No.', status: name }
  expect(renderError({ status, message: 'No.', type: 'some_error' })).toEqual({ status: code, body: { error } })
})

test('the field and the wait are details', () => {
  const error = { status: 429, message: 'Wait.', field: 'contents', retryAfterMs: 1500 }
  const { body } = renderError(error)
  expect(parseError(429, body)).toEqual({ ...error, type: 'RESOURCE_EXHAUSTED' })
})
