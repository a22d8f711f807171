import { defineProviderPlugin } from '@ccproxy/core'
import { adapter } from './adapter.js'
import { config } from './config.js'
import { flows } from './flows.js'
import { keyCommand } from './key-command.js'
import { healthOfKey } from './key-limits.js'

export const factory = defineProviderPlugin({
  name: 'openrouter',
  displayName: 'OpenRouter',
  config,
  flows: ({ oauth }) => flows(oauth),
  adapter: ({ clock }) => adapter(clock),
  cliCommands: (context) => [keyCommand(context, context.settings.oauth.authorizeUrl)],
  health: ({ http }, signal) => healthOfKey(http, signal),
})
