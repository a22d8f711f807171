import { CCProxyError } from '@ccproxy/core'
import type { StandardSchemaV1 } from '@standard-schema/spec'
import { checkSettings } from '../config/check-settings.js'
import type { Configuration, SettingSource } from '../config/host-settings.js'
import { dottedKey } from '../config/setting-keys.js'
import { throwProblems } from '../config/setting-problem.js'
import { shapeOfSchema } from '../config/settings-shape.js'
import { treeOf } from '../config/settings-tree.js'

/** The settings of a plugin as they were written, `enabled` left out. */
export function writtenSettings({ settings }: Configuration, name: string): Readonly<Record<string, unknown>> {
  return (Object.hasOwn(settings.plugins, name) ? settings.plugins[name]?.values : undefined) ?? {}
}

/**
 * The input of a plugin's schema: keys that it names in camelCase, text of the environment read as the schema says.
 * @param values as they stand under `[plugins.<name>]`
 * @param sourceOf where a key was written; default: nowhere in particular
 * @throws CCPROXY_PLUGIN_SETTINGS, naming each key, where it stands and the nearest valid one
 */
export async function readPluginSettings(
  name: string,
  schema: StandardSchemaV1,
  values: Readonly<Record<string, unknown>>,
  sourceOf: (key: readonly string[]) => SettingSource = () => ({ kind: 'default' }),
): Promise<unknown> {
  const path = ['plugins', name]
  const tree = treeOf(values, sourceOf, path)
  const checked = await checkSettings({ tree, schema, shape: shapeOfSchema(schema), path }).catch((error: unknown) => {
    throw new CCProxyError('CCPROXY_PLUGIN_SETTINGS', 'Its settings schema threw.', { cause: error })
  })
  throwProblems(checked.problems, 'CCPROXY_PLUGIN_SETTINGS')
  return checked.value
}

/** The same, from where the configuration has them. @throws CCPROXY_PLUGIN_SETTINGS */
export async function pluginSettings(
  configuration: Configuration,
  name: string,
  schema: StandardSchemaV1,
): Promise<unknown> {
  return readPluginSettings(
    name,
    schema,
    writtenSettings(configuration, name),
    (key) => configuration.sources.get(dottedKey(key)) ?? { kind: 'default' },
  )
}
