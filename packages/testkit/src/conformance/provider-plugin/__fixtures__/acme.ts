// A plugin that breaks no rule; a breaker changes one thing of it.
import {
  type ApiKeyFlow,
  type AuthorizationCodeFlow,
  bearer,
  defineProviderPlugin,
  type OAuthFlow,
  type ProviderAdapter,
  type ProviderPluginDefinition,
  type ProviderPluginFactory,
  type ProviderSettings,
  providerSettings,
} from '@ccproxy/core'

type Definition = ProviderPluginDefinition<ProviderSettings>

export const acmeConfig = providerSettings({
  baseUrl: 'https://api.acme.example',
  oauth: {
    clientId: 'acme-client',
    authorizeUrl: 'https://login.acme.example/authorize',
    tokenUrl: 'https://login.acme.example/token',
  },
})

export function browserFlow(
  { oauth }: Pick<ProviderSettings, 'oauth'>,
  changes: Partial<AuthorizationCodeFlow> = {},
): AuthorizationCodeFlow {
  return {
    kind: 'authorization-code',
    id: 'browser',
    label: 'Sign in with the browser',
    clientId: oauth.clientId,
    authorizeUrl: oauth.authorizeUrl ?? '',
    pkce: 'S256',
    redirect: { kind: 'loopback' },
    scopes: ['inference'],
    token: { url: oauth.tokenUrl ?? '' },
    revokeUrl: oauth.revokeUrl,
    ...changes,
  }
}

export const keyFlow: ApiKeyFlow = { kind: 'api-key', id: 'key', label: 'API key', env: ['ACME_API_KEY'] }

export const acmeFlows = (settings: ProviderSettings): readonly OAuthFlow[] => [browserFlow(settings), keyFlow]

export function acmeAdapter(changes: Partial<ProviderAdapter> = {}): ProviderAdapter {
  return { dialects: ['openai-chat'], allowedPaths: ['/v1'], prepare: bearer, ...changes }
}

export function acme(changes: Partial<Definition> = {}): ProviderPluginFactory {
  return defineProviderPlugin<ProviderSettings>({
    name: 'acme',
    displayName: 'Acme AI',
    config: acmeConfig,
    flows: acmeFlows,
    adapter: () => acmeAdapter(),
    health: async ({ http }, signal) => {
      const { ok, status } = await http.get('v1/models', { signal })
      if (ok) return { status: 'ok' }
      return { status: 'down', detail: `the API answered ${status}`, hint: 'Look at the status page of Acme.' }
    },
    ...changes,
  })
}
