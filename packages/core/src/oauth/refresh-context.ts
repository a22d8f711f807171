import * as oauth from 'oauth4webapi'
import type { FlowSession } from './flow-session.js'
import { type FlowTiming, standardTiming } from './flow-timing.js'
import type { GrantedToken, OAuthFlow, RefreshContext } from './oauth-flow.js'
import type { TokenEndpoint } from './token-endpoint.js'
import { requestToken } from './wire/token-request.js'

/** @param signal ends what may be ended; a refresh token that may have been sent is not taken back by it */
export function createRefreshContext(
  flow: OAuthFlow,
  session: FlowSession,
  signal: AbortSignal,
  timing: FlowTiming = standardTiming,
): RefreshContext {
  const { key, http, clock } = session
  return {
    key,
    flow,
    http,
    clock,
    signal,
    requestToken: (token, params) => grantedToken({ flow: { id: flow.id, token }, session, timing }, token, params),
  }
}

async function grantedToken(
  call: Pick<Parameters<typeof requestToken>[0], 'flow' | 'session' | 'timing'>,
  { url }: TokenEndpoint,
  { grant_type: grant = '', ...params }: Readonly<Record<string, string>>,
): Promise<GrantedToken> {
  const { session } = call
  const answer = await requestToken(
    { ...call, clientId: undefined },
    {
      invalidGrant: { message: `${new URL(url).host} ended this login` },
      send: ({ server, client, authentication }, options) =>
        oauth.genericTokenEndpointRequest(server, client, authentication, grant, params, options),
    },
  )
  const { accessToken, refreshToken, expiresIn, scopes, raw } = answer
  return {
    accessToken,
    ...(refreshToken !== undefined && { refreshToken }),
    ...(expiresIn !== undefined && { expiresAt: session.clock.now() + expiresIn * 1000 }),
    ...(scopes !== undefined && { scopes }),
    answer: raw,
  }
}
