import { hostSettingsShape } from './host-settings-schema.js'
import { emptyTable, mergeTrees, type SettingsTable, treeWith } from './settings-tree.js'

/** The path that a variable sets; undefined: it is none of ours. */
function settingPath(variable: string): readonly string[] | undefined {
  const path = variable.toLowerCase().split('__')
  const [first = '', second, ...rest] = path
  const known = hostSettingsShape.kind === 'table' ? hostSettingsShape.named.get(first) : undefined
  if (known === undefined) return undefined
  if (second === undefined) {
    // SERVER or STORAGE alone is likely another program's.
    return known.shape.kind === 'table' ? undefined : path
  }
  // Names of plugins have dashes, which variables cannot have.
  return first === 'plugins' ? [first, second.replaceAll('_', '-'), ...rest] : path
}

/** Variables with a known first segment; `__` nests, case does not matter, an empty value counts as unset. */
export function environmentLayer(environment: Readonly<Record<string, string | undefined>>): SettingsTable {
  let layer = emptyTable
  // Descending: of two spellings of one variable the one in capitals comes last and wins.
  for (const variable of Object.keys(environment).toSorted().toReversed()) {
    const value = environment[variable]
    const path = value === undefined || value === '' ? undefined : settingPath(variable)
    if (path !== undefined) {
      layer = mergeTrees(layer, treeWith(path, { value, source: { kind: 'environment', variable } }))
    }
  }
  return layer
}
