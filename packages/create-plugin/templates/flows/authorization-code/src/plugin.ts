import { defineProviderPlugin } from '@ccproxy/core'
import { adapter } from './adapter.js'
import { config } from './config.js'

const needsClient = {
  reason: 'needs an OAuth client id',
  hint: 'Set plugins.acme.oauth.client_id to the id that Acme AI gave you.',
}

export const factory = defineProviderPlugin({
  name: 'acme',
  displayName: 'Acme AI',
  config,
  flows: ({ oauth }) => [
    {
      kind: 'authorization-code',
      id: 'browser',
      label: 'Sign in with Acme AI',
      unavailable: oauth.clientId === undefined ? needsClient : undefined,
      pkce: 'S256',
      redirect: { kind: 'loopback' },
      clientId: oauth.clientId,
      clientSecret: oauth.clientSecret,
      authorizeUrl: oauth.authorizeUrl,
      scopes: oauth.scopes,
      token: { url: oauth.tokenUrl },
      revokeUrl: oauth.revokeUrl,
      issuer: oauth.issuer,
    },
  ],
  adapter: () => adapter,
})
