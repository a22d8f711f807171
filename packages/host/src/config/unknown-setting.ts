import type { SettingSource } from './host-settings.js'
import { dottedKey, nearestKey, ownPrefix, toSnakeCase, variableName } from './setting-keys.js'
import { inSource, type SettingProblem } from './setting-problem.js'
import type { SettingsShape, TableShape } from './settings-shape.js'

export interface UnknownSetting {
  readonly path: readonly string[]
  readonly source: SettingSource | undefined
  /** The table that does not name it. */
  readonly table: TableShape
  /** All settings that there are, and where they hang. */
  readonly root: { readonly shape: SettingsShape; readonly path: readonly string[] }
}

function namedPaths(shape: SettingsShape, path: readonly string[]): readonly (readonly string[])[] {
  if (shape.kind !== 'table') return []
  return [...shape.named].flatMap(([key, named]) => [[...path, key], ...namedPaths(named.shape, [...path, key])])
}

/** The same key in another table, else the most similar key of this one. */
function nearestPath({ path, table, root }: UnknownSetting): readonly string[] | undefined {
  const key = toSnakeCase(path.at(-1) ?? '')
  const siblings = [...table.named.keys()]
  if (!siblings.includes(key)) {
    const elsewhere = namedPaths(root.shape, root.path).find((candidate) => candidate.at(-1) === key)
    if (elsewhere !== undefined) return elsewhere
  }
  const nearest = nearestKey(key, siblings)
  return nearest === undefined ? undefined : [...path.slice(0, -1), nearest]
}

/** The variable of the key at `path`, with the prefix when the mistyped variable has it. */
function likeVariable(typed: string, path: readonly string[]): string {
  return `${typed.toUpperCase().startsWith(ownPrefix) ? ownPrefix : ''}${variableName(path)}`
}

/** Names the key, where it stands and the nearest valid one. */
export function unknownSetting(unknown: UnknownSetting): SettingProblem {
  const { path, source } = unknown
  const nearest = nearestPath(unknown)
  const variable =
    nearest === undefined || source?.kind !== 'environment' ? '' : ` (${likeVariable(source.variable, nearest)})`
  const help = nearest === undefined ? '' : ` The nearest valid key is "${dottedKey(nearest)}"${variable}.`
  return {
    code: 'CCPROXY_CONFIG_UNKNOWN_KEY',
    message: `Unknown key "${dottedKey(path)}"${inSource(source)}.${help}`,
  }
}
