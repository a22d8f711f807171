import { isRecord } from '../is-record.js'
import { printedSchema } from '../printed-schema.js'
import type { PluginRule } from '../rule.js'

export const settingsJsonSchema: PluginRule = {
  about: 'plugin',
  id: 'settings-json-schema',
  title: 'the settings print themselves as JSON Schema',
  check: async ({ factory }) => {
    const schema = printedSchema(factory.config)
    if (isRecord(schema) && isRecord(schema['properties'])) return []
    return [
      {
        problem:
          schema === undefined
            ? 'the settings cannot be printed as JSON Schema: `plugins settings` shows nothing, and keys of files are not mapped to camelCase'
            : 'the settings print as something that has no properties',
        fix: 'make them with providerSettings(), or wrap an object schema of printable parts in toStandardJsonSchema()',
      },
    ]
  },
}
