// Errors of OpenAI's API, the same in both dialects.
import type { WireError } from '../codec.js'
import { errorBody, errorWords } from '../error-words.js'
import { compact } from '../json/compact.js'
import { isJsonObject } from '../json/is-json-object.js'
import type { ProviderError } from '../model/answer.js'
import type { JsonObject } from '../model/json.js'

/** Never throws. Servers that imitate the API write errors in several ways: all that have a message are understood. */
export function parseError(status: number, body: unknown): ProviderError {
  const object = errorBody(body)
  const error = isJsonObject(object['error']) ? object['error'] : object
  const message = errorWords(status, body)
  return compact({
    status,
    type: text(error['type']),
    code: text(error['code']),
    message,
    field: text(error['param']),
    requestId: text(object['request_id']),
  })
}

/** An error in a stream that was answered 200: the status that its code has elsewhere. */
export function parseStreamError(body: JsonObject): ProviderError {
  const error = parseError(500, body)
  return { ...error, status: statusOf(error, body) }
}

function statusOf({ code, type }: ProviderError, body: JsonObject): number {
  const error = isJsonObject(body['error']) ? body['error'] : body
  // OpenRouter and others give the status as the code.
  const given = [error['status'], error['status_code'], error['code']].map(Number).find((n) => n >= 400 && n <= 599)
  if (given !== undefined) return given
  if (code === 'rate_limit_exceeded' || code === 'insufficient_quota') return 429
  if (code === 'invalid_prompt' || code === 'context_length_exceeded' || code?.includes('image') === true) return 400
  if (type === 'invalid_request_error') return 400
  return code === 'server_is_overloaded' || code === 'slow_down' ? 503 : 500
}

export function renderError(error: ProviderError): WireError {
  const status = error.status === 529 ? 503 : error.status
  const { message, field } = error
  return { status, body: { error: { message, type: errorType(status), param: field ?? null, code: errorCode(error) } } }
}

/** `null` when none fits. Clients act on some: Codex shortens the conversation after `context_length_exceeded`. */
export function errorCode({ status, code, message }: ProviderError): string | null {
  if (
    /prompt is too long|context.{0,3}(length|window)|maximum (context|number of tokens)|token count.{0,40}exceeds/i.test(
      message,
    )
  ) {
    return 'context_length_exceeded'
  }
  if (code !== undefined) return code
  if (status === 401) return 'invalid_api_key'
  if (status === 402) return 'insufficient_quota'
  if (status === 404 && /model/i.test(message)) return 'model_not_found'
  if (status === 429) return 'rate_limit_exceeded'
  return status === 503 || status === 529 ? 'server_is_overloaded' : null
}

function errorType(status: number): string {
  if (status === 402) return 'insufficient_quota'
  if (status === 403) return 'permission_error'
  if (status === 429) return 'rate_limit_error'
  return status >= 500 ? 'server_error' : 'invalid_request_error'
}

function text(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}
