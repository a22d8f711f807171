// Server and client of a flow, in the words of oauth4webapi.
import * as oauth from 'oauth4webapi'
import { CCProxyError } from '../../errors/ccproxy-error.js'
import type { FlowSession } from '../flow-session.js'
import type { FlowTiming } from '../flow-timing.js'
import type { CredentialAdditions } from '../oauth-flow.js'
import type { TokenEndpoint } from '../token-endpoint.js'

/** What of a flow a call needs. */
export interface CalledFlow {
  readonly id: string
  readonly token: TokenEndpoint
  readonly scopes?: readonly string[]
  readonly clientSecret?: string | undefined
  readonly revokeUrl?: string | undefined
  readonly issuer?: string | undefined
  readonly deviceAuthorizationUrl?: string
  credential?(answer: Readonly<Record<string, unknown>>): CredentialAdditions
}

/** Who talks to whom. */
export interface ServerCall {
  readonly flow: CalledFlow
  readonly session: FlowSession
  readonly timing: FlowTiming
  /** Absent: the grant names no client, or its parameters do. */
  readonly clientId: string | undefined
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
  const { token, revokeUrl, deviceAuthorizationUrl } = flow
  return {
    server: {
      issuer: flow.issuer ?? new URL(token.url).origin,
      token_endpoint: token.url,
      ...(deviceAuthorizationUrl !== undefined && { device_authorization_endpoint: deviceAuthorizationUrl }),
      ...(revokeUrl !== undefined && { revocation_endpoint: revokeUrl }),
    },
    client: {
      // oauth4webapi wants one; without authentication it is not sent.
      client_id: clientId ?? flow.id,
      // oauth4webapi reads the wall clock; ours may be another one.
      [oauth.clockSkew]: Math.round((session.clock.now() - Date.now()) / 1000),
    },
    authentication: clientId === undefined ? unauthenticated : authenticationOf(flow),
  }
}

const unauthenticated: oauth.ClientAuth = () => {}

function authenticationOf({ id, token, clientSecret }: CalledFlow): oauth.ClientAuth {
  const method = token.clientAuth ?? (clientSecret === undefined ? 'none' : 'client_secret_post')
  if (method === 'none') return oauth.None()
  if (clientSecret === undefined) {
    throw new CCProxyError('CCPROXY_OAUTH_FLOW_UNAVAILABLE', `the flow ${id} needs a client secret`, {
      hint: 'Set oauth.client_secret of the plugin.',
    })
  }
  return method === 'client_secret_basic' ? oauth.ClientSecretBasic(clientSecret) : oauth.ClientSecretPost(clientSecret)
}
