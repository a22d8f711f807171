import type { OAuthFlow } from '@ccproxy/core'
import { sandboxClients, sandboxEndpoints } from '@ccproxy/sandbox'

const scopes = ['inference', 'offline_access']

/** Every kind of sign-in, all against the embedded server. */
export function flows(origin: string): readonly OAuthFlow[] {
  const { issuer, authorize, token, deviceAuthorization, revocation: revokeUrl } = sandboxEndpoints(origin)
  const server = { token: { url: token }, revokeUrl, issuer, scopes }
  const authorizationCode = {
    ...server,
    kind: 'authorization-code',
    authorizeUrl: authorize,
    redirect: { kind: 'loopback' },
    issuerRequired: true,
    // Without it OpenID Connect forbids `offline_access`, and the scope that comes back is not the one that was asked for.
    authorizeParams: () => ({ prompt: 'consent' }),
  } as const
  return [
    {
      ...authorizationCode,
      id: 'browser',
      label: 'Sign in with the browser (PKCE)',
      pkce: 'S256',
      clientId: sandboxClients.public.clientId,
    },
    {
      ...server,
      kind: 'device-code',
      id: 'device',
      label: 'Sign in with a code on another device',
      clientId: sandboxClients.device.clientId,
      deviceAuthorizationUrl: deviceAuthorization,
    },
    {
      ...authorizationCode,
      id: 'client',
      label: 'Sign in with the browser (client secret)',
      pkce: 'none',
      ...sandboxClients.confidential,
    },
    { kind: 'api-key', id: 'key', label: 'API key', env: ['CCPROXY_SANDBOX_API_KEY'] },
  ]
}
