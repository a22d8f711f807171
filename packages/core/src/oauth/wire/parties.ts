// Server and client of a flow, in the words of oauth4webapi.
import * as oauth from 'oauth4webapi'
import { CCProxyError } from '../../errors/ccproxy-error.js'
import type { FlowSession } from '../flow-session.js'
import type { FlowTiming } from '../flow-timing.js'
import type { AuthorizationCodeFlow, DeviceCodeFlow } from '../oauth-flow.js'

/** A flow whose protocol is ours, not the plugin's. */
export type StandardFlow = AuthorizationCodeFlow | DeviceCodeFlow

/** Who talks to whom. */
export interface ServerCall {
  readonly flow: StandardFlow
  readonly session: FlowSession
  readonly timing: FlowTiming
  readonly clientId: string
  /** Ends the request with its reason. Absent for a refresh: an answer that was asked for is awaited. */
  readonly signal?: AbortSignal
}

export interface Parties {
  readonly server: oauth.AuthorizationServer
  readonly client: oauth.Client
  readonly authentication: oauth.ClientAuth
}

/** @throws CCPROXY_OAUTH_FLOW_UNAVAILABLE when the client must authenticate and has no secret */
export function partiesOf({ flow, clientId, session }: ServerCall): Parties {
  const { token, revokeUrl } = flow
  return {
    server: {
      issuer: flow.issuer ?? new URL(token.url).origin,
      token_endpoint: token.url,
      ...(flow.kind === 'device-code' && { device_authorization_endpoint: flow.deviceAuthorizationUrl }),
      ...(revokeUrl !== undefined && { revocation_endpoint: revokeUrl }),
    },
    client: {
      client_id: clientId,
      // oauth4webapi reads the wall clock; ours may be another one.
      [oauth.clockSkew]: Math.round((session.clock.now() - Date.now()) / 1000),
    },
    authentication: authenticationOf(flow),
  }
}

function authenticationOf({ id, token, clientSecret }: StandardFlow): oauth.ClientAuth {
  const method = token.clientAuth ?? (clientSecret === undefined ? 'none' : 'client_secret_post')
  if (method === 'none') return oauth.None()
  if (clientSecret === undefined) {
    throw new CCProxyError('CCPROXY_OAUTH_FLOW_UNAVAILABLE', `the flow ${id} needs a client secret`, {
      hint: 'Set oauth.client_secret of the plugin.',
    })
  }
  return method === 'client_secret_basic' ? oauth.ClientSecretBasic(clientSecret) : oauth.ClientSecretPost(clientSecret)
}
