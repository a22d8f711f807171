import { providerSettings } from '@ccproxy/core'

/** The API is below `/api`, so that `/openrouter/v1/…` lands at `/api/v1/…`. Nobody needs a client id here. */
export const config = providerSettings({
  baseUrl: 'https://openrouter.ai/api',
  oauth: {
    authorizeUrl: 'https://openrouter.ai/auth',
    tokenUrl: 'https://openrouter.ai/api/v1/auth/keys',
  },
})
