import { defineProviderPlugin } from '@ccproxy/core'
import { adapter } from './adapter.js'
import { config } from './config.js'
import { flows } from './flows.js'
import { SandboxTokenManager } from './manager.js'

export const factory = defineProviderPlugin({
  name: 'sandbox',
  displayName: 'Sandbox',
  config,
  flows,
  manager: (context) => new SandboxTokenManager(context),
  adapter: () => adapter,
  health: async ({ http }, signal) => {
    const { ok, status } = await http.get('v1/models', { signal })
    return ok ? { status: 'ok' } : { status: 'down', detail: `GET /v1/models answered ${status}` }
  },
})
