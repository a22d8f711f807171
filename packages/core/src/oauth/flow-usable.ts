import { CCProxyError } from '../errors/ccproxy-error.js'
import type { OAuthFlow } from './oauth-flow.js'

/** @throws CCPROXY_OAUTH_FLOW_UNAVAILABLE with the flow's own reason and hint */
export function assertUsable(flow: OAuthFlow): void {
  if (flow.unavailable === undefined) return
  const { reason, hint } = flow.unavailable
  throw new CCProxyError('CCPROXY_OAUTH_FLOW_UNAVAILABLE', `the flow ${flow.id} cannot be used: ${reason}`, { hint })
}

/** @returns the client to sign in or refresh with. @throws CCPROXY_OAUTH_FLOW_UNAVAILABLE */
export function assertClient(
  flow: { readonly id: string; readonly clientId: string | undefined },
  own?: string,
): string {
  const clientId = own ?? flow.clientId
  if (clientId !== undefined && clientId !== '') return clientId
  throw new CCProxyError('CCPROXY_OAUTH_FLOW_UNAVAILABLE', `the flow ${flow.id} needs a client id`, {
    hint: 'Set oauth.client_id of the plugin to the id that the provider gave you.',
  })
}
