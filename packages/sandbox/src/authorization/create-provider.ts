// The configuration of oidc-provider. Everything whose default prints a notice is stated here.
import { html } from 'hono/html'
import { type Configuration, Provider } from 'oidc-provider'
import { page } from '../pages/page.js'
import type { Behaviour } from '../server/behaviour.js'
import { clientRegistrations, sandboxClients } from './clients.js'
import { consentPolicy, createAccount } from './consent-policy.js'
import { paths } from './endpoints.js'
import { stateAdapter } from './state-adapter.js'
import type { StateStore } from './state-store.js'

export interface ProviderOptions {
  readonly issuer: string
  readonly store: StateStore
  readonly behaviour: Behaviour
  readonly scopes: readonly string[]
  readonly redirectUris: readonly string[]
}

export function createProvider({ issuer, store, behaviour, scopes, redirectUris }: ProviderOptions): Provider {
  const configuration: Configuration = {
    adapter: stateAdapter(store),
    clients: clientRegistrations(redirectUris),
    jwks: { keys: [store.signingKey] },
    cookies: { keys: [store.cookieKey] },
    routes: paths,
    scopes: ['openid', 'offline_access', 'inference', ...scopes],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    findAccount: (_context, id) => createAccount(id),
    interactions: {
      policy: consentPolicy(behaviour),
      url: (_context, interaction) => `/interaction/${interaction.uid}`,
    },
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      deviceFlow: { enabled: true },
      clientCredentials: { enabled: true },
      revocation: { enabled: true, allowedPolicy: (_context, client, token) => client.clientId === token.clientId },
    },

    clientBasedCORS: () => false,
    expiresWithSession: () => false,
    issueRefreshToken: (_context, client) => client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: ({ oidc }) => behaviour.rotation && oidc.client?.clientId !== sandboxClients.lasting.clientId,
    renderError: async (context, out) => {
      context.type = 'html'
      const failed = await page('Sign-in failed', html`<p>${out.error}: ${out.error_description ?? ''}</p>`)
      context.body = failed.toString()
    },
    ttl: {
      AccessToken: () => behaviour.accessTokenLifetimeSeconds,
      ClientCredentials: () => behaviour.accessTokenLifetimeSeconds,
      RefreshToken: () => behaviour.refreshTokenLifetimeSeconds,
      AuthorizationCode: 60,
      DeviceCode: 600,
      Grant: 365 * 86_400,
      IdToken: 3_600,
      Interaction: 600,
      Session: 86_400,
    },
  }
  const provider = new Provider(issuer, configuration)
  // Koa writes failures to stderr otherwise; `onError` of the sandbox gets them instead.
  provider.silent = true
  return provider
}
