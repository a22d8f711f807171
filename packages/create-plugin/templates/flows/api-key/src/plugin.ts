import { defineProviderPlugin } from '@ccproxy/core'
import { adapter } from './adapter.js'
import { config } from './config.js'

export const factory = defineProviderPlugin({
  name: 'acme',
  displayName: 'Acme AI',
  config,
  flows: () => [{ kind: 'api-key', id: 'key', label: 'API key of Acme AI', env: ['ACME_API_KEY'] }],
  adapter: () => adapter,
})
