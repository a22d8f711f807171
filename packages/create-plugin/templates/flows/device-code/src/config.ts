import { providerSettings } from '@ccproxy/core'

/**
 * What users may set under `[plugins.acme]`, with what it is when they do not. Add `clientId` to `oauth` if Acme AI issued
 * an OAuth client for this plugin; without it, users set `plugins.acme.oauth.client_id` to one of their own.
 */
export const config = providerSettings({
  baseUrl: 'https://api.acme.example',
  oauth: {
    deviceAuthorizationUrl: 'https://login.acme.example/device',
    tokenUrl: 'https://login.acme.example/token',
    scopes: ['inference', 'offline_access'],
  },
})
