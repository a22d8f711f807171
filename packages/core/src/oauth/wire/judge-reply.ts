// Decides what an answer of an authorization server means. The manager acts on the code that comes out of here.
import { CCProxyError } from '../../errors/ccproxy-error.js'
import type { ErrorCode } from '../../errors/error-table.js'
import type { TokenRefusal } from '../token-endpoint.js'
import type { HttpReply } from './http-exchange.js'
import { isJsonObject, type JsonObject, parseJsonObject } from './json-object.js'
import { OAuthErrorAnswer } from './oauth-error-answer.js'
import { retryAfter } from './retry-after.js'
import { showable } from './server-text.js'

/** What `invalid_grant` means here: which of code, device code or refresh token is of no use any more. */
export interface InvalidGrant {
  readonly message: string
  /** Absent: the hint of the error table. */
  readonly hint?: string
}

export interface ReplyContext {
  /** `claude/default` */
  readonly account: string
  /** `the token endpoint of https://…` */
  readonly endpoint: string
  readonly invalidGrant: InvalidGrant
  /** What must not come back in a description. */
  readonly secrets: readonly string[]
  readonly now: number
  readonly normalize?: (answer: JsonObject) => JsonObject
  readonly explain?: (refusal: TokenRefusal) => string | undefined
}

const byError: ReadonlyMap<string, ErrorCode> = new Map([
  ['invalid_grant', 'CCPROXY_OAUTH_INVALID_GRANT'],
  ['invalid_client', 'CCPROXY_OAUTH_CLIENT_REJECTED'],
  ['unauthorized_client', 'CCPROXY_OAUTH_CLIENT_REJECTED'],
  ['temporarily_unavailable', 'CCPROXY_OAUTH_SERVER_ERROR'],
  ['server_error', 'CCPROXY_OAUTH_SERVER_ERROR'],
  ['slow_down', 'CCPROXY_OAUTH_RATE_LIMITED'],
])

/** @returns the body of a successful answer. @throws CCPROXY_OAUTH_* by status and OAuth error code */
export function judgeReply(reply: HttpReply, context: ReplyContext): JsonObject {
  const body = readBody(reply, context)
  const error = body?.['error']
  // Some servers answer errors with status 200; a token beside an `error` field is a token all the same.
  const refused = typeof error === 'string' && error !== '' && typeof body?.['access_token'] !== 'string'
  if (reply.status < 300 && body !== undefined && !refused) return body
  throw reply.status < 300 && !refused ? unreadable(reply, context) : refusal(reply, body, context)
}

function readBody({ status, text }: HttpReply, { normalize, ...context }: ReplyContext): JsonObject | undefined {
  const body = text === undefined ? undefined : parseJsonObject(text)
  if (body === undefined || normalize === undefined) return body
  try {
    const normal: unknown = normalize(body)
    return isJsonObject(normal) ? normal : undefined
  } catch {
    // Its own words may quote the answer.
    if (status >= 300) return body
    throw new CCProxyError(
      'CCPROXY_OAUTH_ANSWER_INVALID',
      `${context.account}: ${context.endpoint} answered something that the plugin cannot read`,
    )
  }
}

function unreadable({ text }: HttpReply, { account, endpoint }: ReplyContext): CCProxyError {
  const what = text === undefined ? 'more than 1 MiB' : 'something else than a JSON object'
  return new CCProxyError('CCPROXY_OAUTH_ANSWER_INVALID', `${account}: ${endpoint} answered with ${what}`)
}

function refusal(reply: HttpReply, body: JsonObject | undefined, context: ReplyContext): CCProxyError {
  const { status, headers } = reply
  const error = errorName(body?.['error'], context.secrets)
  const code = codeFor(status, error)
  const description = error === undefined ? undefined : showable(body?.['error_description'], context.secrets)
  const said = [error ?? `status ${status}`, description].filter((part) => part !== undefined).join(': ')
  const retryAt = retryAfter(headers.get('retry-after'), context.now)
  const answered = `${context.endpoint} answered ${said}`
  const ended = code === 'CCPROXY_OAUTH_INVALID_GRANT' ? context.invalidGrant : undefined
  const hint = explained(context, { status, error, description }) ?? ended?.hint
  const happened = ended === undefined ? answered : `${ended.message} (${answered})`
  return new CCProxyError(code, `${context.account}: ${happened}`, {
    cause: new OAuthErrorAnswer(error, status),
    ...(hint !== undefined && { hint }),
    ...(retryAt !== undefined && { retryAt }),
  })
}

function explained(
  { explain }: ReplyContext,
  { status, error, description }: { status: number; error: string | undefined; description: string | undefined },
): string | undefined {
  try {
    return explain?.({
      status,
      ...(error !== undefined && { error }),
      ...(description !== undefined && { description }),
    })
  } catch {
    return undefined
  }
}

function codeFor(status: number, error: string | undefined): ErrorCode {
  if (status === 429) return 'CCPROXY_OAUTH_RATE_LIMITED'
  if (status >= 500 || status === 408) return 'CCPROXY_OAUTH_SERVER_ERROR'
  if (error !== undefined) return byError.get(error) ?? 'CCPROXY_OAUTH_REQUEST_REJECTED'
  return status === 401 || status === 403 ? 'CCPROXY_OAUTH_CLIENT_REJECTED' : 'CCPROXY_OAUTH_REQUEST_REJECTED'
}

/** Only what looks like an error code of RFC 6749; some servers put an object or a sentence there. */
function errorName(error: unknown, secrets: readonly string[]): string | undefined {
  const name = showable(error, secrets)
  return name !== undefined && /^[\w.:/-]{1,64}$/.test(name) ? name : undefined
}
