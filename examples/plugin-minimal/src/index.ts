import { defineProviderPlugin, openaiCompatible, providerSettings } from '@ccproxy/core'
import * as v from 'valibot'

const config = providerSettings(
  {
    baseUrl: 'https://api.acme.example',
    oauth: {
      clientId: 'acme-public-client',
      authorizeUrl: 'https://login.acme.example/authorize',
      tokenUrl: 'https://login.acme.example/token',
      revokeUrl: 'https://login.acme.example/revoke',
      scopes: ['inference', 'offline_access'],
    },
  },
  { organization: v.optional(v.string()) },
)

const api = openaiCompatible()

export const factory = defineProviderPlugin({
  name: 'acme',
  displayName: 'Acme AI',
  config,
  flows: ({ oauth }) => [
    {
      kind: 'authorization-code',
      id: 'browser',
      label: 'Sign in with Acme',
      pkce: 'S256',
      redirect: { kind: 'loopback' },
      clientId: oauth.clientId,
      authorizeUrl: oauth.authorizeUrl,
      scopes: oauth.scopes,
      token: { url: oauth.tokenUrl },
      revokeUrl: oauth.revokeUrl,
    },
    { kind: 'api-key', id: 'key', label: 'API key', env: ['ACME_API_KEY'] },
  ],
  adapter: ({ settings: { organization } }) => ({
    ...api,
    prepare: (input) => {
      const { headers } = api.prepare(input)
      return { headers: organization === undefined ? headers : { ...headers, 'acme-organization': organization } }
    },
  }),
})
