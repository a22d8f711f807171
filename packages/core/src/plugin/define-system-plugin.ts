import { createHttpClient } from '../http/create-http-client.js'
import { parseSettings } from './parse-settings.js'
import type { SystemPluginDefinition, SystemPluginFactory } from './system-plugin.js'

/** Makes the factory that a system package exports as `factory`. Nothing of the definition runs before `create`. */
export function defineSystemPlugin<Settings>(definition: SystemPluginDefinition<Settings>): SystemPluginFactory {
  const { name, displayName, config } = definition
  return {
    apiVersion: 1,
    kind: 'system',
    name,
    displayName,
    config,
    async create(rawSettings, services) {
      const settings = await parseSettings(name, config, rawSettings)
      const createClient = (): ReturnType<typeof createHttpClient> => createHttpClient({ fetch: services.fetch })
      const parts = await definition.start({ ...services, name, settings, createHttpClient: createClient })
      return {
        kind: 'system',
        name,
        displayName,
        routes: parts.routes,
        cliCommands: parts.cliCommands ?? [],
        health: async (signal) => parts.health?.(signal) ?? { status: 'ok' },
        stop: async () => parts.stop?.(),
      }
    },
  }
}
