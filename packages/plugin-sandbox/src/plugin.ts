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
})
