import { isCCProxyError } from '@ccproxy/core'
import { toSnakeCase } from '@ccproxy/host'
import { isRecord } from '../is-record.js'
import { printedSchema } from '../printed-schema.js'
import { reasonOf } from '../reason-of.js'
import type { PluginRule } from '../rule.js'

export const settingsDefaults: PluginRule = {
  about: 'plugin',
  id: 'settings-defaults',
  title: 'it can be created without settings, or names the setting that is missing',
  check: async (plugin) => {
    try {
      const running = await plugin.createByDefault()
      await running.stop()
      return []
    } catch (error) {
      if (!isCCProxyError(error) || error.code !== 'CCPROXY_PLUGIN_SETTINGS') {
        return [
          {
            problem: `without settings it throws ${reasonOf(error)}`,
            fix: 'give every setting a default, or throw CCPROXY_PLUGIN_SETTINGS with the key that is needed',
          },
        ]
      }
      const said = `${error.message} ${error.hint}`
      if (keysOf(printedSchema(plugin.factory.config)).some((key) => said.includes(key))) return []
      return [
        {
          problem: `the settings that it needs are not named: "${error.message}"`,
          fix: `name the key as users write it: plugins.${plugin.factory.name}.<key>`,
        },
      ]
    }
  },
}

/** In both spellings. */
function keysOf(schema: unknown): readonly string[] {
  const properties = isRecord(schema) && isRecord(schema['properties']) ? schema['properties'] : {}
  return Object.entries(properties).flatMap(([key, nested]) => [key, toSnakeCase(key), ...keysOf(nested)])
}
