import { distance } from 'fastest-levenshtein'
import { coerceText } from './coerce-text.js'
import type { IgnoredVariable } from './host-settings.js'
import { hostSettingsShape } from './host-settings-schema.js'
import { ownPrefix, variableName } from './setting-keys.js'
import type { SettingsShape } from './settings-shape.js'
import { emptyTable, isRecord, mergeTrees, type SettingsTable, treeWith } from './settings-tree.js'

type Environment = Readonly<Record<string, string | undefined>>

export interface EnvironmentLayer {
  readonly tree: SettingsTable
  /** Variables without the prefix that look like settings and are none. */
  readonly ignored: readonly IgnoredVariable[]
}

/** `LOGGING__LEVEL` → `logging`, `level`. Names of plugins have dashes, which names of variables cannot have. */
function pathOf(name: string): readonly string[] {
  const [first = '', second, ...rest] = name.toLowerCase().split('__')
  if (second === undefined) return [first]
  return [first, first === 'plugins' ? second.replaceAll('_', '-') : second, ...rest]
}

/** The shape at a path; undefined when the settings have no such key. */
function shapeAt(path: readonly string[]): SettingsShape | undefined {
  let shape: SettingsShape | undefined = hostSettingsShape
  for (const [depth, key] of path.entries()) {
    if (shape?.kind !== 'table') {
      // The schema of a plugin knows what is inside its table.
      return shape?.kind === 'any' && path[0] === 'plugins' && depth > 2 ? shape : undefined
    }
    shape = shape.named.get(key)?.shape ?? shape.others
  }
  return shape
}

/** True when the text can be the value of a key: a table takes JSON only. */
function canHold(shape: SettingsShape, text: string): boolean {
  return shape.kind !== 'table' || isRecord(coerceText(text, shape))
}

/** One letter is wrong, missing or too many, or two letters stand in the wrong order. */
function isOneTypo(typed: string, key: string): boolean {
  const letters = distance(typed, key)
  return letters === 1 || (letters === 2 && sortedLetters(typed) === sortedLetters(key))
}

function sortedLetters(word: string): string {
  return word.split('').toSorted().join('')
}

/** The path with its last key put right; undefined when no key is close to it. */
function probablyMeant(path: readonly string[]): readonly string[] | undefined {
  const table = shapeAt(path.slice(0, -1))
  const typed = path.at(-1) ?? ''
  const meant = table?.kind === 'table' ? [...table.named.keys()].find((key) => isOneTypo(typed, key)) : undefined
  return meant === undefined ? undefined : [...path.slice(0, -1), meant]
}

/** @returns undefined when nothing says that the variable was meant for CCProxy */
function ignoredVariable(variable: string, path: readonly string[]): IgnoredVariable | undefined {
  const [table = '', ...rest] = path
  if (rest.length === 0) return undefined
  const isOurTable = shapeAt([table]) !== undefined
  const meant = isOurTable ? probablyMeant(path) : [...(probablyMeant([table]) ?? []), ...rest]
  if (meant !== undefined && shapeAt(meant) !== undefined) return { variable, meant: variableName(meant) }
  return isOurTable ? { variable } : undefined
}

/** Sorted so that of two spellings of one variable the spelling in capitals comes last and wins. */
function setVariables(environment: Environment): readonly (readonly [string, string])[] {
  return Object.entries(environment)
    .flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, value] as const]))
    .toSorted(([left], [right]) => (left < right ? 1 : -1))
}

/**
 * Settings from variables. `__` nests, case does not matter, an empty value counts as unset.
 *
 * `CCPROXY__SERVER__PORT` is ours by its name: an unknown key is an error, and the value wins over `SERVER__PORT`.
 * A name without the prefix may belong to another program (`Logging__LogLevel__Default` of .NET): it counts when it is a
 * key of ours, and is listed in `ignored` otherwise.
 */
export function environmentLayer(environment: Environment): EnvironmentLayer {
  let prefixed = emptyTable
  let plain = emptyTable
  const ignored: IgnoredVariable[] = []
  for (const [variable, value] of setVariables(environment)) {
    const isPrefixed = variable.toUpperCase().startsWith(ownPrefix)
    const path = pathOf(isPrefixed ? variable.slice(ownPrefix.length) : variable)
    const leaf = { value, source: { kind: 'environment', variable } } as const
    if (isPrefixed) {
      prefixed = mergeTrees(prefixed, treeWith(path, leaf))
      continue
    }
    const shape = shapeAt(path)
    if (shape !== undefined && canHold(shape, value)) plain = mergeTrees(plain, treeWith(path, leaf))
    else {
      const unknown = shape === undefined ? ignoredVariable(variable, path) : { variable }
      if (unknown !== undefined) ignored.push(unknown)
    }
  }
  return { tree: mergeTrees(plain, prefixed), ignored }
}
