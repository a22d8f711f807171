import { defineStoragePlugin, JsonTokenStorage } from '@ccproxy/core'
import { config } from './config.js'

export const factory = defineStoragePlugin({
  name: 'acme',
  displayName: 'Acme AI',
  config,
  // Private files in a directory of the settings. Put your own TokenStorage here; src/conformance.test.ts tests it.
  open: (context) => new JsonTokenStorage({ ...context, directory: context.settings.directory }),
})
