import type { ErrorStatus, ModelError } from '../model-error.js'
import type { WireFailure } from '../model-wire.js'

const types: Readonly<Record<ErrorStatus, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  500: 'api_error',
  503: 'api_error',
  529: 'overloaded_error',
}

export const anthropicFailure = ({ status, message, reason }: ModelError, requestId: string): WireFailure => ({
  status,
  headers: status === 429 ? { 'retry-after': '7', 'anthropic-ratelimit-requests-remaining': '0' } : {},
  body: { type: 'error', error: { type: types[status], message, ...details(reason) }, request_id: requestId },
})

const details = (reason: string | undefined): object =>
  reason === undefined ? {} : { details: { error_code: reason } }
