// OpenID Connect: the id token of a sign-in, checked against the keys of its issuer.
import * as oauth from 'oauth4webapi'
import { CCProxyError, isCCProxyError } from '../errors/ccproxy-error.js'
import { isLoopbackUrl } from '../http/endpoint.js'
import type { AuthorizationCodeFlow } from './oauth-flow.js'
import { assertSecureEndpoint } from './wire/assert-secure-endpoint.js'
import { exchangeOverHttp } from './wire/http-exchange.js'
import { partiesOf, type ServerCall } from './wire/parties.js'
import type { TokenAnswer } from './wire/token-answer.js'

type IdTokenRules = NonNullable<AuthorizationCodeFlow['idToken']>

/**
 * @returns the id token, verified: pinned algorithm, issuer, audience, authorized party, nonce, times, signature
 * @throws CCPROXY_OAUTH_ID_TOKEN_INVALID; CCPROXY_OAUTH_UNREACHABLE and its like for the key set
 */
export async function verifiedIdToken(
  call: ServerCall,
  rules: IdTokenRules,
  { idToken, accessToken }: TokenAnswer,
  nonce: string | undefined,
): Promise<string> {
  if (idToken === undefined) throw invalid(call, 'the answer holds none')
  const parties = partiesOf(call)
  const server = { ...parties.server, issuer: rules.issuer, jwks_uri: rules.jwksUrl }
  const client = { ...parties.client, id_token_signed_response_alg: rules.algorithm ?? 'RS256' }
  const body = { access_token: accessToken, token_type: 'Bearer', id_token: idToken }
  const response = Response.json(body)
  try {
    await oauth.processAuthorizationCodeResponse(server, client, response, {
      requireIdToken: true,
      ...(nonce !== undefined && { expectedNonce: nonce }),
    })
    await verifySignature(call, rules, server, response)
  } catch (error) {
    if (isCCProxyError(error)) throw error
    throw invalid(call, reasonOf(error))
  }
  return idToken
}

async function verifySignature(
  call: ServerCall,
  rules: IdTokenRules,
  server: oauth.AuthorizationServer,
  response: Response,
): Promise<void> {
  const options = keySetOptions(call, rules)
  try {
    await oauth.validateApplicationLevelSignature(server, response, options)
  } catch (error) {
    const unknownKey = error instanceof oauth.OperationProcessingError && error.code === oauth.KEY_SELECTION
    if (!unknownKey) throw error
    // A key may have been published after the copy of the key set that we were given: once more, past the cache,
    // which oauth4webapi keeps by the identity of this object.
    await oauth.validateApplicationLevelSignature({ ...server }, response, options)
  }
}

function keySetOptions(
  { session, timing, signal }: ServerCall,
  { jwksUrl }: IdTokenRules,
): oauth.ValidateSignatureOptions {
  const url = assertSecureEndpoint(jwksUrl, 'key set')
  const { provider, account } = session.key
  const name = `${provider}/${account}: the key set of ${url.origin}`
  const limits = { timeoutMs: timing.requestTimeoutMs, signal }
  return {
    [oauth.allowInsecureRequests]: isLoopbackUrl(url),
    [oauth.customFetch]: async (address, { headers }) => {
      const { status, text } = await exchangeOverHttp(session.fetch, address, { method: 'GET', headers }, name, limits)
      return new Response(text ?? '', { status, headers: { 'content-type': 'application/json' } })
    },
  }
}

/** Messages of oauth4webapi name claims, never their values; its causes hold them and are left behind. */
function reasonOf(error: unknown): string {
  const known = error instanceof oauth.OperationProcessingError || error instanceof oauth.UnsupportedOperationError
  return known ? error.message : 'it could not be read'
}

function invalid({ session }: ServerCall, reason: string): CCProxyError {
  const { provider, account } = session.key
  return new CCProxyError('CCPROXY_OAUTH_ID_TOKEN_INVALID', `${provider}/${account}: no valid id token: ${reason}`)
}
