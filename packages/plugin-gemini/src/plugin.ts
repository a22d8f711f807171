import { defineProviderPlugin } from '@ccproxy/core'
import { adapter } from './adapter.js'
import { config } from './config.js'
import { variable } from './default-credentials/credentials-path.js'
import { flows } from './flows.js'
import { health } from './health.js'

export const factory = defineProviderPlugin({
  name: 'gemini',
  displayName: 'Gemini',
  config,
  flows: ({ oauth }, context) => flows(oauth, context),
  // Google's own clients let the variable win over the project of a login.
  adapter: ({ settings, environment }) =>
    adapter(settings.project ?? variable(environment, 'GOOGLE_CLOUD_QUOTA_PROJECT')),
  health: ({ http }, signal) => health(http, signal),
})
