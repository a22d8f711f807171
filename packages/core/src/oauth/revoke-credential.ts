import * as oauth from 'oauth4webapi'
import { CCProxyError } from '../errors/ccproxy-error.js'
import type { OAuthCredential } from '../storage/credential.js'
import { withEndpoints } from './discover-endpoints.js'
import type { FlowSession } from './flow-session.js'
import { type FlowTiming, standardTiming } from './flow-timing.js'
import { assertClient } from './flow-usable.js'
import type { OAuthFlow } from './oauth-flow.js'
import { callServerForStatus } from './wire/server-call.js'

/**
 * RFC 7009: ends the grant at the provider, by its refresh token or, where there is none, its access token.
 * The token goes to the origin that was known at the sign-in only. Never throws. `not-offered`: neither the flow nor the metadata of its issuer names a revocation endpoint.
 */
export async function revokeCredential(
  flow: OAuthFlow,
  credential: OAuthCredential,
  session: FlowSession,
  timing: FlowTiming = standardTiming,
): Promise<'revoked' | 'failed' | 'not-offered'> {
  if (flow.kind !== 'authorization-code' && flow.kind !== 'device-code') return 'not-offered'
  const { refreshToken, accessToken } = credential
  const hint = refreshToken === undefined ? 'access_token' : 'refresh_token'
  try {
    const found = await withEndpoints(flow, session, timing)
    if (found.revokeUrl === undefined) return 'not-offered'
    const { origin } = new URL(found.revokeUrl)
    const { revokeOrigin, tokenOrigin } = credential.boundTo
    if (origin !== (revokeOrigin ?? tokenOrigin))
      throw new CCProxyError(
        'CCPROXY_CREDENTIAL_BINDING',
        'oauth.revoke_url changed since the sign-in; nothing was sent',
      )
    const call = { flow: found, session, timing, clientId: assertClient(flow, credential.clientId) }
    const endpoint = {
      what: 'revocation endpoint',
      url: found.revokeUrl,
      timeoutMs: timing.revocationTimeoutMs,
    } as const
    const status = await callServerForStatus(call, endpoint, ({ server, client, authentication }, options) =>
      oauth.revocationRequest(server, client, authentication, refreshToken ?? accessToken, {
        ...options,
        additionalParameters: { token_type_hint: hint },
      }),
    )
    return status >= 200 && status < 300 ? 'revoked' : 'failed'
  } catch (error) {
    session.logger.warn('the login could not be revoked at the provider', {
      ...session.key,
      error: error instanceof Error ? error.message : 'unknown',
    })
    return 'failed'
  }
}
