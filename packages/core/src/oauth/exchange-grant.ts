// Grants that need no person and no refresh token: what the settings or the environment hold is exchanged for a token.
import * as oauth from 'oauth4webapi'
import { CCProxyError, isCCProxyError } from '../errors/ccproxy-error.js'
import type { NewOAuthCredential } from '../storage/credential.js'
import type { FlowSession } from './flow-session.js'
import { type FlowTiming, standardTiming } from './flow-timing.js'
import { assertClient, assertUsable } from './flow-usable.js'
import { grantedCredential } from './new-credential.js'
import type { ClientCredentialsFlow, JwtBearerFlow, OAuthFlow } from './oauth-flow.js'
import type { CalledFlow } from './wire/parties.js'
import { requestToken, type TokenRequest } from './wire/token-request.js'

export type ExchangeFlow = JwtBearerFlow | ClientCredentialsFlow

export function isExchangeFlow(flow: OAuthFlow): flow is ExchangeFlow {
  return flow.kind === 'jwt-bearer' || flow.kind === 'client-credentials'
}

const jwtBearerGrant = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
const refused = { message: 'the exchange was refused' }

/** @throws CCPROXY_OAUTH_FLOW_UNAVAILABLE | CCPROXY_OAUTH_ASSERTION, and the errors of a token request */
export async function exchangeGrant(
  flow: ExchangeFlow,
  session: FlowSession,
  timing: FlowTiming = standardTiming,
): Promise<NewOAuthCredential> {
  assertUsable(flow)
  const { clientId, send } = flow.kind === 'jwt-bearer' ? await byAssertion(flow, timing) : byClient(flow)
  const called: CalledFlow = flow
  const call = { flow: called, session, timing, clientId }
  const answer = await requestToken(call, { invalidGrant: refused, send })
  const { refreshToken: _refreshToken, ...credential } = grantedCredential(call, answer)
  return { ...credential, renewal: 'exchange' }
}

interface Exchange extends Pick<TokenRequest, 'send'> {
  readonly clientId: string | undefined
}

function byClient(flow: ClientCredentialsFlow): Exchange {
  const scope = flow.scopes.join(' ')
  const parameters: Record<string, string> = scope === '' ? {} : { scope }
  return {
    clientId: assertClient(flow),
    send: ({ server, client, authentication }, options) =>
      oauth.clientCredentialsGrantRequest(server, client, authentication, parameters, options),
  }
}

async function byAssertion(flow: JwtBearerFlow, { requestTimeoutMs }: FlowTiming): Promise<Exchange> {
  const { assertion, params } = await readAssertion(flow, AbortSignal.timeout(requestTimeoutMs))
  return {
    clientId: undefined,
    send: ({ server, client, authentication }, options) =>
      oauth.genericTokenEndpointRequest(
        server,
        client,
        authentication,
        jwtBearerGrant,
        { ...params, assertion },
        options,
      ),
  }
}

async function readAssertion(flow: JwtBearerFlow, signal: AbortSignal): ReturnType<JwtBearerFlow['assertion']> {
  try {
    return await flow.assertion(signal)
  } catch (error) {
    if (isCCProxyError(error)) throw error
    // Its own words may quote what it read.
    const kind = error instanceof Error ? error.name : 'unknown failure'
    throw new CCProxyError('CCPROXY_OAUTH_ASSERTION', `the flow ${flow.id} has no assertion to exchange: ${kind}`)
  }
}
