// Decides what an answer of an authorization server means. The manager acts on the code that comes out of here.
import { CCProxyError } from '../../errors/ccproxy-error.js'
import type { ErrorCode } from '../../errors/error-table.js'
import type { TokenRefusal } from '../token-endpoint.js'
import type { HttpReply } from './http-exchange.js'
import { isJsonObject, type JsonObject, parseJsonObject } from './json-object.js'
import { OAuthErrorAnswer } from './oauth-error-answer.js'
import { refusalWords } from './refusal-words.js'
import { retryAfter } from './retry-after.js'

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

/**
 * Names for a refresh token or code that is of no use any more. Beside RFC 6749 servers use names of their own, in `error`,
 * `error.code` or `error.type`, often with status 401.
 */
const endedNames = [
  'invalid_grant',
  'invalid_token',
  'token_expired',
  'token_revoked',
  'token_invalidated',
  'invalid_refresh_token',
  'refresh_token_expired',
  'refresh_token_invalid',
  'refresh_token_invalidated',
  'refresh_token_reused',
  'refresh_token_revoked',
]

const byError: ReadonlyMap<string, ErrorCode> = new Map<string, ErrorCode>([
  ...endedNames.map((name) => [name, 'CCPROXY_OAUTH_INVALID_GRANT'] as const),
  ['invalid_client', 'CCPROXY_OAUTH_CLIENT_REJECTED'],
  ['unauthorized_client', 'CCPROXY_OAUTH_CLIENT_REJECTED'],
  ['temporarily_unavailable', 'CCPROXY_OAUTH_SERVER_ERROR'],
  ['server_error', 'CCPROXY_OAUTH_SERVER_ERROR'],
  ['slow_down', 'CCPROXY_OAUTH_RATE_LIMITED'],
])

/** RFC 6749 section 5.2: errors that a setting of the flow can cause. */
const settingErrors: ReadonlySet<string> = new Set(['invalid_request', 'invalid_scope', 'unsupported_grant_type'])

const reasonHint =
  'The message holds the reason that the authorization server gave. Ask the provider when it is not clear.'
const pageHint =
  'A web page came instead of the answer of an authorization server: a firewall, a captive portal or a proxy may stand ' +
  'between. Check network.proxy and open the address in a browser of this machine.'

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
  const { error, names, description, isPage } = refusalWords(reply.text, body, context.secrets)
  const code = codeFor(status, names)
  const subject = error ?? `status ${status}${isPage ? ' and a web page' : ''}`
  const said = [subject, description].filter((part) => part !== undefined).join(': ')
  const retryAt = retryAfter(headers.get('retry-after'), context.now)
  const answered = `${context.endpoint} answered ${said}`
  const ended = code === 'CCPROXY_OAUTH_INVALID_GRANT' ? context.invalidGrant : undefined
  const hint = explained(context, { status, error, description }) ?? ended?.hint ?? usualHint(code, error, isPage)
  const happened = ended === undefined ? answered : `${ended.message} (${answered})`
  return new CCProxyError(code, `${context.account}: ${happened}`, {
    cause: new OAuthErrorAnswer(error, status),
    ...(hint !== undefined && { hint }),
    ...(retryAt !== undefined && { retryAt }),
  })
}

/** @returns undefined: the hint of the error table fits */
function usualHint(code: ErrorCode, error: string | undefined, isPage: boolean): string | undefined {
  if (code !== 'CCPROXY_OAUTH_REQUEST_REJECTED') return undefined
  if (isPage) return pageHint
  const isOfSettings = error !== undefined && settingErrors.has(error)
  return isOfSettings ? undefined : reasonHint
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

function codeFor(status: number, names: readonly string[]): ErrorCode {
  if (status === 429) return 'CCPROXY_OAUTH_RATE_LIMITED'
  if (status >= 500 || status === 408) return 'CCPROXY_OAUTH_SERVER_ERROR'
  const known = names.flatMap((name) => byError.get(name.toLowerCase()) ?? [])
  // That the token is dead is the most exact of what an answer may say.
  if (known.includes('CCPROXY_OAUTH_INVALID_GRANT')) return 'CCPROXY_OAUTH_INVALID_GRANT'
  return known[0] ?? 'CCPROXY_OAUTH_REQUEST_REJECTED'
}
