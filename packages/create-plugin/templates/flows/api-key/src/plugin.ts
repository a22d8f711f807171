import { defineProviderPlugin } from '@ccproxy/core'
import { adapter, modelsPath } from './adapter.js'
import { config } from './config.js'

export const factory = defineProviderPlugin({
  name: 'acme',
  displayName: 'Acme AI',
  config,
  flows: () => [{ kind: 'api-key', id: 'key', label: 'API key of Acme AI', env: ['ACME_API_KEY'] }],
  adapter: () => adapter,
  health: async ({ http }, signal) => {
    const { ok, status } = await http.get(modelsPath, { signal })
    return ok ? { status: 'ok' } : { status: 'down', detail: `GET ${modelsPath} answered ${status}` }
  },
})
