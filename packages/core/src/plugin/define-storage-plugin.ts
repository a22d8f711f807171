import { createHttpClient } from '../http/create-http-client.js'
import type { PluginContext } from './context.js'
import { parseSettings } from './parse-settings.js'
import type { StoragePluginDefinition, StoragePluginFactory } from './storage-plugin.js'

/** Makes the factory that a storage package exports as `factory`. Nothing of the definition runs before `create`. */
export function defineStoragePlugin<Settings>(definition: StoragePluginDefinition<Settings>): StoragePluginFactory {
  const { name, displayName, config } = definition
  return {
    apiVersion: 1,
    kind: 'storage',
    name,
    displayName,
    config,
    async create(rawSettings, { storage: defaultStorage, ...services }) {
      const settings = await parseSettings(name, config, rawSettings)
      const context: PluginContext<Settings> = {
        ...services,
        name,
        settings,
        createHttpClient: () => createHttpClient({ fetch: services.fetch }),
      }
      const storage = await definition.open({ ...context, defaultStorage })
      const opened = { ...context, storage }
      return {
        kind: 'storage',
        name,
        displayName,
        storage,
        routes: undefined,
        cliCommands: definition.cliCommands?.(opened) ?? [],
        health: async (signal) => definition.health?.(opened, signal) ?? { status: 'ok' },
        stop: async () => storage.close?.(),
      }
    },
  }
}
