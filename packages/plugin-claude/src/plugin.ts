import { defineProviderPlugin } from '@ccproxy/core'
import { adapter } from './adapter.js'
import { config } from './config.js'
import { flows } from './flows.js'

export const factory = defineProviderPlugin({
  name: 'claude',
  displayName: 'Claude',
  config,
  flows,
  adapter: () => adapter,
  health: async ({ http }, signal) => {
    const { ok, status } = await http.get('v1/models?limit=1', { signal })
    return ok ? { status: 'ok' } : { status: 'down', detail: `GET /v1/models answered ${status}` }
  },
})
