import type { ErrorType } from '@anthropic-ai/sdk/resources/shared'
import type { WireError } from '../codec.js'
import { errorBody, errorWords } from '../error-words.js'
import { isJsonObject } from '../json/is-json-object.js'
import type { ProviderError } from '../model/answer.js'

/** Types that errors have beside those of the SDK. */
type KnownType = ErrorType | 'request_too_large'

/** In a stream the type alone says what the status would have been. */
const statuses: Readonly<Record<KnownType, number>> = {
  invalid_request_error: 400,
  authentication_error: 401,
  billing_error: 402,
  permission_error: 403,
  not_found_error: 404,
  conflict_error: 409,
  memory_path_conflict_error: 409,
  memory_precondition_failed_error: 412,
  request_too_large: 413,
  rate_limit_error: 429,
  api_error: 500,
  timeout_error: 504,
  overloaded_error: 529,
}

/** Never throws. */
export function parseError(status: number, body: unknown): ProviderError {
  const object = errorBody(body)
  const error = isJsonObject(object['error']) ? object['error'] : {}
  const { type, details } = error
  const code = isJsonObject(details) ? details['error_code'] : undefined
  const requestId = object['request_id']
  return {
    status,
    message: errorWords(status, body),
    ...(typeof type === 'string' && { type }),
    ...(typeof code === 'string' && { code }),
    ...(typeof requestId === 'string' && { requestId }),
  }
}

/** An error inside a stream, which came with 200. */
export function parseStreamError(body: unknown): ProviderError {
  const error = parseError(500, body)
  return isKnownType(error.type) ? { ...error, status: statuses[error.type] } : error
}

export function renderError(error: ProviderError): WireError {
  return {
    status: error.status,
    body: {
      type: 'error',
      error: {
        type: isSpecific(error.type) ? error.type : typeOf(error.status),
        message: messageOf(error),
        ...(error.code !== undefined && { details: { error_code: error.code } }),
      },
      request_id: error.requestId ?? null,
    },
  }
}

/** Clients of this dialect shorten the conversation by themselves when they read these words. */
function messageOf({ code, message }: ProviderError): string {
  const isTooLong = code === 'context_length_exceeded' && !/prompt is too long/i.test(message)
  return isTooLong ? `prompt is too long: ${message}` : message
}

function typeOf(status: number): KnownType {
  if (status === 503) return 'overloaded_error'
  if (status === 408) return 'timeout_error'
  const exact = Object.entries(statuses).find(([, value]) => value === status)?.[0]
  if (isKnownType(exact)) return exact
  return status >= 500 ? 'api_error' : 'invalid_request_error'
}

/** OpenAI's API calls most refusals an invalid request; the status says more. */
function isSpecific(type: string | undefined): type is KnownType {
  return isKnownType(type) && type !== 'invalid_request_error'
}

function isKnownType(type: string | undefined): type is KnownType {
  return type !== undefined && Object.hasOwn(statuses, type)
}
