import { providerSettings } from '@ccproxy/core'

/**
 * Anthropic offers OAuth to software like this one only with a client of the user's own, so neither a client id nor an
 * endpoint to sign in at has a default.
 */
export const config = providerSettings({ baseUrl: 'https://api.anthropic.com' })
