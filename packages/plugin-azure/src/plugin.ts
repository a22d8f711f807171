import { defineProviderPlugin } from '@ccproxy/core'
import { createAdapter } from './adapter.js'
import { baseUrlOf } from './base-url.js'
import { config } from './config.js'
import { flows } from './flows.js'
import { health } from './health.js'

export const factory = defineProviderPlugin({
  name: 'azure',
  displayName: 'Azure OpenAI',
  config,
  baseUrl: baseUrlOf,
  flows,
  adapter: ({ settings, clock }) => createAdapter({ deployments: settings.deployments, clock }),
  health,
})
