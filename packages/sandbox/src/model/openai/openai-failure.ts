import type { ErrorStatus, ModelError } from '../model-error.js'
import type { WireFailure } from '../model-wire.js'

interface Kind {
  readonly status?: number
  readonly type: string
  readonly code: string | null
}

const kinds: Readonly<Record<ErrorStatus, Kind>> = {
  400: { type: 'invalid_request_error', code: null },
  401: { type: 'invalid_request_error', code: 'invalid_api_key' },
  // What is used up is a 429, too, told from pace by its code.
  402: { status: 429, type: 'insufficient_quota', code: 'insufficient_quota' },
  403: { type: 'invalid_request_error', code: 'model_not_allowed' },
  404: { type: 'invalid_request_error', code: 'model_not_found' },
  413: { type: 'invalid_request_error', code: 'request_too_large' },
  429: { type: 'requests', code: 'rate_limit_exceeded' },
  500: { type: 'server_error', code: null },
  503: { type: 'server_error', code: null },
  529: { status: 503, type: 'server_error', code: null },
}

export function openaiFailure({ status, message }: ModelError): WireFailure {
  const { type, code, status: own = status } = kinds[status]
  return {
    status: own,
    headers: status === 429 ? paceHeaders : {},
    body: { error: { message, type, param: null, code } },
  }
}

const paceHeaders = {
  'retry-after': '7',
  'x-ratelimit-remaining-requests': '0',
  'x-ratelimit-reset-requests': '7s',
}
