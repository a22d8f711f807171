import { providerSettings } from '@ccproxy/core'

/** What users may set under `[plugins.acme]`, with what it is when they do not. */
export const config = providerSettings({ baseUrl: 'https://api.acme.example' })
