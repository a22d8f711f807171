// How an error of our own looks to a client: in the shape of the API that it speaks.
import type { ServerResponse } from 'node:http'
import type { CCProxyError, Dialect } from '@ccproxy/core'

export interface ClientError {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** JSON. */
  readonly body: string
}

export interface ClientErrorContext {
  readonly requestId: string
  /** Fills in the `<provider>` of a hint. */
  readonly provider?: string | undefined
  /** Replaces the status of the code, for what a plugin rejected with a status of its own. */
  readonly status?: number | undefined
  /** Epoch ms, for `retry-after`. Default: the wall clock. */
  readonly now?: number
}

/** Renders an error in the client's dialect; undefined: the OpenAI shape, which most programs can read. */
export function renderClientError(
  error: CCProxyError,
  dialect: Dialect | undefined,
  context: ClientErrorContext,
): ClientError {
  const status = isErrorStatus(context.status) ? context.status : error.status
  const body = JSON.stringify(errorBody(error, status, dialect, context))
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    'x-ccproxy-error': error.code,
    'x-ccproxy-request-id': context.requestId,
    'x-request-id': context.requestId,
    'x-content-type-options': 'nosniff',
  }
  if (error.retryAt !== undefined)
    headers['retry-after'] = String(Math.max(1, Math.ceil((error.retryAt - (context.now ?? Date.now())) / 1000)))
  // The Anthropic and OpenAI SDKs try every 5xx again unless they are told that it is of no use.
  if (!error.retryable) headers['x-should-retry'] = 'false'
  return { status, headers, body }
}

/** A plugin may have chosen a number that no answer can have. */
function isErrorStatus(status: number | undefined): status is number {
  return status !== undefined && Number.isInteger(status) && status >= 400 && status <= 599
}

/** Answers with an error; when a head is out already, destroys the connection so that nobody takes the rest for complete. */
export function sendClientError(outgoing: ServerResponse, rendered: ClientError): void {
  if (outgoing.headersSent) {
    outgoing.destroy()
    return
  }
  // What is still to come of the request is no other request.
  if (rendered.status === 408) outgoing.shouldKeepAlive = false
  outgoing.writeHead(rendered.status, rendered.headers)
  outgoing.end(rendered.body)
}

/** The body of an error, also as the last event of a stream. */
export function errorBody(
  error: CCProxyError,
  status: number,
  dialect: Dialect | undefined,
  context: Pick<ClientErrorContext, 'requestId' | 'provider'>,
): object {
  const message = clientMessage(error, context.provider)
  if (dialect === 'anthropic-messages')
    return {
      type: 'error',
      error: { type: anthropicType(status), message, ...anthropicDetails(error) },
      request_id: context.requestId,
    }
  if (dialect === 'gemini') return { error: { code: status, message, status: geminiStatus(status) } }
  return {
    error: { message, type: openaiType(status), code: error.code, param: refusedMember(error, 'field') ?? null },
  }
}

/** What the error of the translation says beside its message, without loading the translation to know its class. */
function refusedMember({ code, cause }: CCProxyError, name: 'field' | 'code'): string | undefined {
  if (code !== 'CCPROXY_FORMAT_REQUEST' || typeof cause !== 'object' || cause === null) return undefined
  const value: unknown = Reflect.get(cause, name)
  return typeof value === 'string' ? value : undefined
}

/** By the code the SDK knows what to do instead. */
function anthropicDetails(error: CCProxyError): object {
  const code = refusedMember(error, 'code')
  return code === undefined ? {} : { details: { error_code: code } }
}

/** What happened and what to do, as one text. */
export function clientMessage(error: CCProxyError, provider: string | undefined): string {
  const hint = provider === undefined ? error.hint : error.hint.replaceAll('<provider>', provider)
  return `${error.message.replace(/[.\s]+$/, '')}. ${hint}`
}

const anthropicTypes: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  504: 'timeout_error',
  529: 'overloaded_error',
}

function anthropicType(status: number): string {
  return anthropicTypes[status] ?? (status >= 500 ? 'api_error' : 'invalid_request_error')
}

const openaiTypes: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  403: 'permission_error',
  429: 'rate_limit_error',
}

function openaiType(status: number): string {
  return openaiTypes[status] ?? (status >= 500 ? 'server_error' : 'invalid_request_error')
}

const geminiStatuses: Readonly<Record<number, string>> = {
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  409: 'ABORTED',
  429: 'RESOURCE_EXHAUSTED',
  499: 'CANCELLED',
  502: 'UNAVAILABLE',
  503: 'UNAVAILABLE',
  504: 'DEADLINE_EXCEEDED',
}

function geminiStatus(status: number): string {
  return geminiStatuses[status] ?? (status >= 500 ? 'INTERNAL' : 'INVALID_ARGUMENT')
}
