// What a grant is bound to, and what the settings bind it to now.
import { CCProxyError } from '../errors/ccproxy-error.js'
import type { OAuthFlow } from '../oauth/oauth-flow.js'
import type { CredentialBinding, NewCredential } from '../storage/credential.js'

/** Undefined where the flow says nothing: then nothing can have changed. */
interface CurrentBinding extends Partial<CredentialBinding> {
  readonly plugin: string
  readonly apiOrigin: string
  readonly clientId?: string | undefined
}

export function bindingOf(flow: OAuthFlow | undefined, plugin: string, baseUrl: string): CurrentBinding {
  const apiOrigin = new URL(baseUrl).origin
  if (flow === undefined || !('token' in flow)) return { plugin, apiOrigin }
  const { clientId, issuer } = flow.kind === 'jwt-bearer' ? {} : flow
  return {
    plugin,
    apiOrigin,
    clientId,
    ...(URL.canParse(flow.token.url) && { tokenOrigin: new URL(flow.token.url).origin }),
    ...(issuer !== undefined && { issuer }),
  }
}

/** @returns why this login must not be used with these settings; nothing of it may be sent anywhere */
export function brokenBinding(credential: NewCredential, current: CurrentBinding): CCProxyError | undefined {
  const boundTo: Partial<CredentialBinding> = credential.boundTo ?? {}
  const clientId = credential.kind === 'oauth' ? credential.clientId : undefined
  const pairs: readonly (readonly [string, string | undefined, string | undefined])[] = [
    ['plugin', boundTo.plugin, current.plugin],
    ['base_url', boundTo.apiOrigin, current.apiOrigin],
    ['oauth.token_url', boundTo.tokenOrigin, current.tokenOrigin],
    ['oauth.issuer', boundTo.issuer, current.issuer],
    ['oauth.client_id', clientId, current.clientId],
  ]
  const changed = pairs.find(([, then, now]) => then !== undefined && now !== undefined && then !== now)
  if (changed === undefined) return undefined
  return new CCProxyError('CCPROXY_CREDENTIAL_BINDING', `${changed[0]} changed since the sign-in`)
}
