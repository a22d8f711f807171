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
})
