import type { Credential, OAuthFlow } from '@ccproxy/core'
import type { TestServers } from '../provider-plugin-options.js'

/** Ends a grant at the authorization server of the suite (RFC 7009), behind the plugin's back. */
export async function endGrant(
  { endpoints }: TestServers['sandbox'],
  flow: OAuthFlow | undefined,
  credential: Credential | undefined,
): Promise<void> {
  if (credential?.kind !== 'oauth' || credential.refreshToken === undefined) return
  const clientSecret = flow !== undefined && 'clientSecret' in flow ? flow.clientSecret : undefined
  const body = new URLSearchParams({
    token: credential.refreshToken,
    token_type_hint: 'refresh_token',
    client_id: credential.clientId ?? '',
    ...(clientSecret === undefined ? {} : { client_secret: clientSecret }),
  })
  const { ok, status } = await fetch(endpoints.revocation, { method: 'POST', body })
  if (!ok) throw new Error(`the authorization server of the suite refused a revocation with ${status}`)
}
