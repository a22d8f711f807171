import { providerSettings } from '@ccproxy/core'

/**
 * What users may set under `[plugins.acme]`, with what it is when they do not. The client is each user's own:
 * `plugins.acme.oauth.client_id` and `client_secret`.
 */
export const config = providerSettings({
  baseUrl: 'https://api.acme.example',
  oauth: {
    tokenUrl: 'https://login.acme.example/token',
    scopes: ['inference'],
  },
})
