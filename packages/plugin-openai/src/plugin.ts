import { defineProviderPlugin } from '@ccproxy/core'
import { createAdapter } from './adapter.js'
import { config } from './config.js'
import { flows } from './flows.js'

export const factory = defineProviderPlugin({
  name: 'openai',
  displayName: 'OpenAI',
  config,
  flows: () => flows,
  adapter: ({ settings }) => createAdapter(settings),
})
