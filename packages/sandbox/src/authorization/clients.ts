// The clients that every sandbox knows. Fixed and public, so that settings can be written before a server runs.
import type { ClientMetadata } from 'oidc-provider'

export interface SandboxClients {
  /** Authorization code with PKCE (required), no secret. */
  readonly public: { readonly clientId: string }
  /** Standard authorization code with a secret. */
  readonly confidential: { readonly clientId: string; readonly clientSecret: string }
  /** Device code, no secret. */
  readonly device: { readonly clientId: string }
  /** Not a client: who begins a sign-in with it is issued one, and finds its id in the callback. */
  readonly dynamic: { readonly clientId: string }
  /** Client credentials. */
  readonly service: { readonly clientId: string; readonly clientSecret: string }
  /** Its refresh tokens do not rotate. */
  readonly lasting: { readonly clientId: string }
}

export const sandboxClients: SandboxClients = {
  public: { clientId: 'ccproxy-sandbox' },
  confidential: { clientId: 'ccproxy-sandbox-confidential', clientSecret: 'sandbox-client-secret-of-no-value' },
  device: { clientId: 'ccproxy-sandbox-device' },
  dynamic: { clientId: 'ccproxy-sandbox-dynamic' },
  service: { clientId: 'ccproxy-sandbox-service', clientSecret: 'sandbox-service-secret-of-no-value' },
  lasting: { clientId: 'ccproxy-sandbox-lasting' },
}

/** Stands for whoever exchanges an assertion: the exchange names no client, the authorization server wants one. */
export const workloadClient = { clientId: 'ccproxy-sandbox-workload', clientSecret: 'sandbox-workload-of-no-value' }

export const jwtBearerGrant = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code'

type Registration = Omit<ClientMetadata, 'client_id'>

/** A native client may use any port of a loopback redirect (RFC 8252 §7.3). */
const codeRegistration = (redirectUris: readonly string[]): Registration => ({
  application_type: 'native',
  redirect_uris: ['127.0.0.1', '[::1]', 'localhost'].map((host) => `http://${host}/callback`).concat(redirectUris),
  response_types: ['code'],
  grant_types: ['authorization_code', 'refresh_token'],
})

/** Authorization code with PKCE, without a secret. */
export const publicRegistration = (clientId: string, redirectUris: readonly string[]): ClientMetadata => ({
  ...codeRegistration(redirectUris),
  client_id: clientId,
  token_endpoint_auth_method: 'none',
})

const secretRegistration = (client: { readonly clientId: string; readonly clientSecret: string }) => ({
  client_id: client.clientId,
  client_secret: client.clientSecret,
})
const withoutRedirect: Registration = { application_type: 'native', redirect_uris: [], response_types: [] }

/** The registrations of the fixed clients. */
export function clientRegistrations(redirectUris: readonly string[]): ClientMetadata[] {
  const { confidential, device, lasting, service } = sandboxClients
  return [
    publicRegistration(sandboxClients.public.clientId, redirectUris),
    publicRegistration(lasting.clientId, redirectUris),
    {
      ...codeRegistration(redirectUris),
      ...secretRegistration(confidential),
      token_endpoint_auth_method: 'client_secret_post',
    },
    {
      ...withoutRedirect,
      client_id: device.clientId,
      token_endpoint_auth_method: 'none',
      grant_types: [deviceGrant, 'refresh_token'],
    },
    { ...withoutRedirect, ...secretRegistration(service), grant_types: ['client_credentials'] },
    { ...withoutRedirect, ...secretRegistration(workloadClient), grant_types: [jwtBearerGrant] },
  ]
}
