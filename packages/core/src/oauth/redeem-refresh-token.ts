import * as oauth from 'oauth4webapi'
import { CCProxyError, isCCProxyError } from '../errors/ccproxy-error.js'
import type { NewOAuthCredential, OAuthCredential } from '../storage/credential.js'
import { withEndpoints } from './discover-endpoints.js'
import { exchangeGrant, isExchangeFlow } from './exchange-grant.js'
import type { FlowSession } from './flow-session.js'
import { type FlowTiming, standardTiming } from './flow-timing.js'
import { assertClient } from './flow-usable.js'
import { renewedCredential } from './new-credential.js'
import type { CustomFlow, OAuthFlow } from './oauth-flow.js'
import { createRefreshContext } from './refresh-context.js'
import type { CalledFlow } from './wire/parties.js'
import { requestToken } from './wire/token-request.js'

const loginEnded = { message: 'the login has ended' }

/**
 * Spends the refresh token, or makes the grant anew where there is none by nature: at most one request, which no abort ends once it may have left. The caller holds the lock
 * and the redeem ticket, and saves the result before anyone uses it.
 * @returns the next generation of the grant; the old refresh token is kept only if none came back
 * @throws CCPROXY_OAUTH_UNREACHABLE: the token is provably unspent. CCPROXY_OAUTH_CONNECTION_LOST | CCPROXY_OAUTH_TIMEOUT |
 *   CCPROXY_OAUTH_SERVER_ERROR | CCPROXY_OAUTH_ANSWER_INVALID: it may be spent. CCPROXY_OAUTH_INVALID_GRANT: it is of no
 *   use any more. CCPROXY_OAUTH_RATE_LIMITED | CCPROXY_OAUTH_CLIENT_REJECTED | CCPROXY_OAUTH_REQUEST_REJECTED |
 *   CCPROXY_OAUTH_REDIRECT_REFUSED | CCPROXY_OAUTH_ENDPOINT_INSECURE | CCPROXY_OAUTH_FLOW_UNAVAILABLE
 */
export async function redeemRefreshToken(
  flow: OAuthFlow,
  credential: OAuthCredential,
  session: FlowSession,
  timing: FlowTiming = standardTiming,
): Promise<NewOAuthCredential> {
  if (flow.kind === 'custom') return await refreshCustom(flow, credential, session, timing)
  if (isExchangeFlow(flow)) return nextGeneration(await exchangeGrant(flow, session, timing), flow, credential)
  if (flow.kind !== 'authorization-code' && flow.kind !== 'device-code') {
    throw new CCProxyError('CCPROXY_OAUTH_FLOW_UNAVAILABLE', `the flow ${flow.id} has no refresh tokens`)
  }
  const { refreshToken } = credential
  if (refreshToken === undefined || refreshToken === '') {
    throw new CCProxyError(
      'CCPROXY_CREDENTIAL_NEEDS_LOGIN',
      `${session.key.provider}/${session.key.account}: the login has no refresh token`,
    )
  }
  const clientId = assertClient(flow, credential.clientId)
  const found = await withEndpoints(flow, session, timing)
  if (found !== flow) assertSameServer(found, credential)
  const call = { flow: found, session, timing, clientId }
  const answer = await requestToken(call, {
    invalidGrant: loginEnded,
    send: ({ server, client, authentication }, options) =>
      oauth.refreshTokenGrantRequest(server, client, authentication, refreshToken, options),
  })
  return renewedCredential(call, answer, credential)
}

/** What was discovered is judged here; what the settings name was judged before. @throws CCPROXY_CREDENTIAL_BINDING */
function assertSameServer({ token }: CalledFlow, { boundTo }: OAuthCredential): void {
  if (new URL(token.url).origin === boundTo.tokenOrigin) return
  throw new CCProxyError('CCPROXY_CREDENTIAL_BINDING', 'the token endpoint is not where this login was made')
}

async function refreshCustom(
  flow: CustomFlow,
  credential: OAuthCredential,
  session: FlowSession,
  timing: FlowTiming,
): Promise<NewOAuthCredential> {
  if (flow.refresh === undefined) {
    throw new CCProxyError('CCPROXY_OAUTH_FLOW_UNAVAILABLE', `the flow ${flow.id} does not refresh`)
  }
  const signal = AbortSignal.timeout(timing.requestTimeoutMs)
  const { refreshToken } = credential
  try {
    const renewed = await flow.refresh(credential, createRefreshContext(flow, session, signal, timing))
    return nextGeneration({ ...(refreshToken !== undefined && { refreshToken }), ...renewed }, flow, credential)
  } catch (error) {
    if (isCCProxyError(error)) throw error
    // Errors of a plugin's own may quote tokens.
    throw new CCProxyError('CCPROXY_INTERNAL', `the flow ${flow.id} failed to refresh`)
  }
}

/** What the life cycle depends on is not left to a plugin, nor to what an exchange says. */
function nextGeneration(
  renewed: NewOAuthCredential,
  { id }: OAuthFlow,
  { grantId, generation, boundTo, renewal }: OAuthCredential,
): NewOAuthCredential {
  return {
    ...renewed,
    flow: id,
    grantId,
    generation: generation + 1,
    boundTo,
    ...(renewal !== undefined && { renewal }),
  }
}
