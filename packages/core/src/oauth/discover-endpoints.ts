// Endpoints that a flow leaves to its issuer (OpenID Connect Discovery 1.0 §4, RFC 8414 §3).
import * as oauth from 'oauth4webapi'
import { CCProxyError } from '../errors/ccproxy-error.js'
import { isLoopbackUrl, isSecureEndpoint } from '../http/endpoint.js'
import type { FlowSession } from './flow-session.js'
import type { FlowTiming } from './flow-timing.js'
import type { AuthorizationCodeFlow, DeviceCodeFlow } from './oauth-flow.js'
import { assertSecureEndpoint } from './wire/assert-secure-endpoint.js'
import { exchangeOverHttp } from './wire/http-exchange.js'

type DiscoveringFlow = AuthorizationCodeFlow | DeviceCodeFlow
type EndpointName =
  | 'authorization_endpoint'
  | 'token_endpoint'
  | 'device_authorization_endpoint'
  | 'revocation_endpoint'

const algorithms = { 'openid-configuration': 'oidc', 'oauth-authorization-server': 'oauth2' } as const

/**
 * @returns the flow with the endpoints that its issuer announces in place of the empty ones; what the flow names stays, and a
 *   flow that names all is returned as it is. Asked anew each time: sign-ins and refreshes are rare.
 * @throws CCPROXY_OAUTH_UNREACHABLE, whatever went wrong: no secret has left us
 */
export async function withEndpoints<Flow extends DiscoveringFlow>(
  flow: Flow,
  session: FlowSession,
  timing: FlowTiming,
  signal?: AbortSignal,
): Promise<Flow> {
  const start = flow.kind === 'device-code' ? flow.deviceAuthorizationUrl : flow.authorizeUrl
  if (flow.discovery === undefined || (flow.token.url !== '' && start !== '')) return flow
  const server = await metadataOf(flow, session, timing, signal)
  const announced = (name: EndpointName): string | undefined => {
    const address = server[name]
    return address !== undefined && isSecureEndpoint(address) ? address : undefined
  }
  const either = (own: string, name: EndpointName): string => {
    const address = own === '' ? announced(name) : own
    if (address === undefined) throw unusable(flow, session, `names no ${name}`)
    return address
  }
  const issues = server.authorization_response_iss_parameter_supported === true
  return {
    ...flow,
    token: { ...flow.token, url: either(flow.token.url, 'token_endpoint') },
    revokeUrl: flow.revokeUrl ?? announced('revocation_endpoint'),
    ...(flow.kind === 'device-code'
      ? { deviceAuthorizationUrl: either(flow.deviceAuthorizationUrl, 'device_authorization_endpoint') }
      : {
          authorizeUrl: either(flow.authorizeUrl, 'authorization_endpoint'),
          issuerRequired: issues || flow.issuerRequired === true,
        }),
  }
}

async function metadataOf(
  flow: DiscoveringFlow,
  session: FlowSession,
  { requestTimeoutMs }: FlowTiming,
  signal: AbortSignal | undefined,
): Promise<oauth.AuthorizationServer> {
  const issuer = assertSecureEndpoint(flow.issuer ?? '', 'issuer')
  const name = nameOf(flow, session)
  const limits = { timeoutMs: requestTimeoutMs, signal }
  try {
    const response = await oauth.discoveryRequest(issuer, {
      algorithm: algorithms[flow.discovery ?? 'openid-configuration'],
      [oauth.allowInsecureRequests]: isLoopbackUrl(issuer),
      [oauth.customFetch]: async (address, { headers }) => {
        const { status, text } = await exchangeOverHttp(
          session.fetch,
          address,
          { method: 'GET', headers },
          name,
          limits,
        )
        return new Response(text ?? '', { status, headers: { 'content-type': 'application/json' } })
      },
    })
    // It refuses metadata whose issuer is another one: a mix-up.
    return await oauth.processDiscoveryResponse(issuer, response)
  } catch {
    signal?.throwIfAborted()
    // Without the cause: it carries the answer.
    throw unusable(flow, session, 'could not be read')
  }
}

function nameOf({ issuer = '' }: DiscoveringFlow, { key }: FlowSession): string {
  return `${key.provider}/${key.account}: the metadata of ${new URL(issuer).origin}`
}

function unusable(flow: DiscoveringFlow, session: FlowSession, what: string): CCProxyError {
  return new CCProxyError('CCPROXY_OAUTH_UNREACHABLE', `${nameOf(flow, session)} ${what}; nothing else was sent`, {
    hint: 'Check the network and oauth.issuer, or set the endpoints in the oauth settings.',
  })
}
