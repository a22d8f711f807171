// The clients that every sandbox knows. Fixed and public, so that settings can be written before a server runs.
import type { ClientMetadata } from 'oidc-provider'

export interface SandboxClients {
  /** Authorization code with PKCE (required), no secret. */
  readonly public: { readonly clientId: string }
  /** Standard authorization code with a secret. */
  readonly confidential: { readonly clientId: string; readonly clientSecret: string }
  /** Device code, no secret. */
  readonly device: { readonly clientId: string }
}

export const sandboxClients: SandboxClients = {
  public: { clientId: 'ccproxy-sandbox' },
  confidential: { clientId: 'ccproxy-sandbox-confidential', clientSecret: 'sandbox-client-secret-of-no-value' },
  device: { clientId: 'ccproxy-sandbox-device' },
}

const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code'

/** The registrations of these clients. A native client may use any port of a loopback redirect (RFC 8252 §7.3). */
export function clientRegistrations(redirectUris: readonly string[]): ClientMetadata[] {
  const code = {
    application_type: 'native',
    redirect_uris: ['127.0.0.1', '[::1]', 'localhost'].map((host) => `http://${host}/callback`).concat(redirectUris),
    response_types: ['code'],
    grant_types: ['authorization_code', 'refresh_token'],
  } as const
  return [
    { ...code, client_id: sandboxClients.public.clientId, token_endpoint_auth_method: 'none' },
    {
      ...code,
      client_id: sandboxClients.confidential.clientId,
      client_secret: sandboxClients.confidential.clientSecret,
      token_endpoint_auth_method: 'client_secret_post',
    },
    {
      client_id: sandboxClients.device.clientId,
      token_endpoint_auth_method: 'none',
      application_type: 'native',
      redirect_uris: [],
      response_types: [],
      grant_types: [deviceGrant, 'refresh_token'],
    },
  ]
}
