import { defineProviderPlugin } from '@ccproxy/core'
import { createAdapter } from './adapter.js'
import { config } from './config.js'
import { flows } from './flows.js'

export const factory = defineProviderPlugin({
  name: 'huggingface',
  displayName: 'Hugging Face',
  config,
  flows: ({ oauth }, { environment }) => flows(oauth, environment),
  adapter: ({ settings, clock }) => createAdapter({ ...settings, clock }),
})
