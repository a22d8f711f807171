import { defineProviderPlugin } from '@ccproxy/core'
import { adapter } from './adapter.js'
import { config } from './config.js'

const needsClient = {
  reason: 'needs an OAuth client with a secret',
  hint: 'Set plugins.acme.oauth.client_id and plugins.acme.oauth.client_secret to what Acme AI gave you.',
}

export const factory = defineProviderPlugin({
  name: 'acme',
  displayName: 'Acme AI',
  config,
  flows: ({ oauth }) => {
    const configured = oauth.clientId !== undefined && oauth.clientSecret !== undefined
    return [
      {
        kind: 'client-credentials',
        id: 'client',
        label: 'OAuth client of Acme AI',
        unavailable: configured ? undefined : needsClient,
        // The settings say all: nobody has to sign in.
        ambient: () => configured,
        clientId: oauth.clientId,
        clientSecret: oauth.clientSecret,
        scopes: oauth.scopes,
        token: { url: oauth.tokenUrl },
      },
    ]
  },
  adapter: () => adapter,
})
