// A successful answer of a token endpoint, checked by oauth4webapi after harmless deviations were taken out.
import * as oauth from 'oauth4webapi'
import { CCProxyError } from '../../errors/ccproxy-error.js'
import { readKey } from '../read-key.js'
import type { JsonObject } from './json-object.js'
import { type Parties, partiesOf, type ServerCall } from './parties.js'

export interface TokenAnswer {
  readonly accessToken: string
  readonly tokenType: string
  readonly refreshToken: string | undefined
  /** Seconds. */
  readonly expiresIn: number | undefined
  /** Seconds. */
  readonly refreshTokenExpiresIn: number | undefined
  /** Undefined: the scopes that were asked for. */
  readonly scopes: readonly string[] | undefined
  /** As it came: nobody has verified it. */
  readonly idToken: string | undefined
  /** The whole normalized body, for the flow's `credential`. */
  readonly raw: JsonObject
}

/** @throws CCPROXY_OAUTH_ANSWER_INVALID */
export async function readTokenAnswer(raw: JsonObject, call: ServerCall): Promise<TokenAnswer> {
  const fields = await checked(tolerant(raw), partiesOf(call), call)
  const { id_token: idToken } = raw
  // RFC 6749 section 7.1: a client must not use a token whose type it does not know.
  if (fields.token_type !== 'bearer')
    throw unusable(call, `its token_type is ${fields.token_type}, and only Bearer is known`)
  const token = readKey(fields.access_token)
  if ('problem' in token) throw unusable(call, `its access_token ${token.problem}`)
  return {
    accessToken: token.key,
    tokenType: 'Bearer',
    refreshToken: fields.refresh_token,
    expiresIn: fields.expires_in,
    refreshTokenExpiresIn: seconds(raw['refresh_token_expires_in']),
    scopes: fields.scope?.split(' ').filter((scope) => scope !== ''),
    idToken: typeof idToken === 'string' ? idToken : undefined,
    raw,
  }
}

async function checked(
  body: JsonObject,
  { server, client }: Parties,
  call: ServerCall,
): Promise<oauth.TokenEndpointResponse> {
  try {
    return await oauth.processGenericTokenEndpointResponse(server, client, Response.json(body))
  } catch (error) {
    // Not kept as a cause: it carries the body. Its message has no values in it.
    const reason =
      error instanceof oauth.OperationProcessingError ? error.message : 'its token_type is not one we can use'
    throw unusable(call, reason)
  }
}

function unusable({ session, flow }: ServerCall, reason: string): CCProxyError {
  const { provider, account } = session.key
  return new CCProxyError(
    'CCPROXY_OAUTH_ANSWER_INVALID',
    `${provider}/${account}: the token endpoint of ${new URL(flow.token.url).origin} gave no usable token: ${reason}`,
  )
}

/**
 * A refresh token may already be spent when this answer is read, so nothing is refused that can be understood: nulls,
 * lifetimes as strings or nonsense (then: unknown), scopes as a list, no token type. The id token is another file's matter.
 */
function tolerant(raw: JsonObject): JsonObject {
  const { id_token: _idToken, expires_in: expiresIn, scope, ...rest } = raw
  const known = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null && value !== ''))
  const lifetime = seconds(expiresIn)
  const scopes = Array.isArray(scope) ? scope.join(' ') : scope
  return {
    token_type: 'Bearer',
    ...known,
    ...(lifetime !== undefined && { expires_in: lifetime }),
    ...(typeof scopes === 'string' && scopes !== '' && { scope: scopes }),
  }
}

/** Ten years: whoever says more means that there is no end. */
const longestLifetimeSeconds = 315_360_000

function seconds(value: unknown): number | undefined {
  if (typeof value !== 'number' && (typeof value !== 'string' || value.trim() === '')) return undefined
  const number = Number(value)
  return Number.isFinite(number) && number >= 0 ? Math.min(number, longestLifetimeSeconds) : undefined
}
