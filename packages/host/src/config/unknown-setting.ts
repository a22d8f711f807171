import type { SettingSource } from './host-settings.js'
import { dottedKey, nearestKey, toSnakeCase, variableName } from './setting-keys.js'
import { inSource, type SettingProblem } from './setting-problem.js'
import type { SettingsShape } from './settings-shape.js'

function namedPaths(shape: SettingsShape, path: readonly string[]): readonly (readonly string[])[] {
  if (shape.kind !== 'table') return []
  return [...shape.named].flatMap(([key, named]) => [[...path, key], ...namedPaths(named.shape, [...path, key])])
}

/** The same key in another table, else the most similar key of this one. */
function suggestion(
  key: string,
  parent: readonly string[],
  root: { readonly shape: SettingsShape; readonly path: readonly string[] },
): readonly string[] | undefined {
  const paths = namedPaths(root.shape, root.path)
  const spelt = toSnakeCase(key)
  const moved = paths.find((path) => path.at(-1) === spelt)
  if (moved !== undefined) return moved
  const siblings = paths.filter(
    (path) => path.length === parent.length + 1 && dottedKey(path.slice(0, -1)) === dottedKey(parent),
  )
  const nearest = nearestKey(
    spelt,
    siblings.map((path) => path.at(-1) ?? ''),
  )
  return nearest === undefined ? undefined : [...parent, nearest]
}

/** Names the key, where it stands and the nearest valid one. */
export function unknownSetting(
  path: readonly string[],
  source: SettingSource | undefined,
  root: { readonly shape: SettingsShape; readonly path: readonly string[] },
): SettingProblem {
  const nearest = suggestion(path.at(-1) ?? '', path.slice(0, -1), root)
  const variable = nearest !== undefined && source?.kind === 'environment' ? ` (${variableName(nearest)})` : ''
  const help = nearest === undefined ? '' : ` The nearest valid key is "${dottedKey(nearest)}"${variable}.`
  return {
    code: 'CCPROXY_CONFIG_UNKNOWN_KEY',
    message: `Unknown key "${dottedKey(path)}"${inSource(source)}.${help}`,
  }
}
