import type { WireError } from '../codec.js'
import { errorBody, errorWords } from '../error-words.js'
import { compact } from '../json/compact.js'
import { isJsonObject } from '../json/is-json-object.js'
import type { ProviderError } from '../model/answer.js'
import type { JsonObject } from '../model/json.js'

const retryInfo = 'type.googleapis.com/google.rpc.RetryInfo'
const badRequest = 'type.googleapis.com/google.rpc.BadRequest'
const errorInfo = 'type.googleapis.com/google.rpc.ErrorInfo'

/** An error of Google's: `{error: {code, message, status, details}}`, which a stream of JSON has in an array. */
export function parseError(status: number, body: unknown): ProviderError {
  const error = findError(body)
  const message = errorWords(status, body)
  if (error === undefined) return { status, message }
  const details = Array.isArray(error['details']) ? error['details'].filter(isJsonObject) : []
  return compact({
    status,
    type: text(error['status']),
    code: text(findDetail(details, errorInfo)?.['reason']),
    message,
    field: findField(findDetail(details, badRequest)),
    retryAfterMs: parseDelay(findDetail(details, retryInfo)?.['retryDelay']),
  })
}

/** The status that an error in a stream has in itself. */
export function errorInStream(body: JsonObject): ProviderError | undefined {
  const code = findError(body)?.['code']
  if (findError(body) === undefined) return undefined
  return parseError(typeof code === 'number' && code >= 400 && code < 600 ? code : 502, body)
}

export function renderError({ status, message, retryAfterMs, field }: ProviderError): WireError {
  const code = status === 529 ? 503 : status
  const details = [
    ...(field === undefined ? [] : [{ '@type': badRequest, fieldViolations: [{ field, description: message }] }]),
    ...(retryAfterMs === undefined ? [] : [{ '@type': retryInfo, retryDelay: `${retryAfterMs / 1000}s` }]),
  ]
  const error = { code, message, status: statusName(code), ...(details.length > 0 && { details }) }
  return { status: code, body: { error } }
}

/** https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto */
const statusNames: ReadonlyMap<number, string> = new Map([
  [401, 'UNAUTHENTICATED'],
  [402, 'RESOURCE_EXHAUSTED'],
  [403, 'PERMISSION_DENIED'],
  [404, 'NOT_FOUND'],
  [409, 'ABORTED'],
  [429, 'RESOURCE_EXHAUSTED'],
  [499, 'CANCELLED'],
  [501, 'UNIMPLEMENTED'],
  [503, 'UNAVAILABLE'],
  [504, 'DEADLINE_EXCEEDED'],
])

const statusName = (code: number): string => statusNames.get(code) ?? (code >= 500 ? 'INTERNAL' : 'INVALID_ARGUMENT')

function findError(body: unknown): JsonObject | undefined {
  const { error } = errorBody(body)
  return isJsonObject(error) ? error : undefined
}

const findDetail = (details: readonly JsonObject[], type: string): JsonObject | undefined =>
  details.find((detail) => detail['@type'] === type)

function findField(detail: JsonObject | undefined): string | undefined {
  const violations = detail?.['fieldViolations']
  const first: unknown = Array.isArray(violations) ? violations[0] : undefined
  return isJsonObject(first) ? text(first['field']) : undefined
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

/** `7.5s` */
function parseDelay(delay: unknown): number | undefined {
  const seconds = typeof delay === 'string' ? /^(\d+(?:\.\d+)?)s$/.exec(delay)?.[1] : undefined
  return seconds === undefined ? undefined : Math.ceil(Number(seconds) * 1000)
}
