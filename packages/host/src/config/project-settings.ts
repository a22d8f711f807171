// What a file that comes with a cloned repository may set: nothing that could send a credential elsewhere.
import type { SettingSource } from './host-settings.js'
import { dottedKey } from './setting-keys.js'
import type { SettingProblem } from './setting-problem.js'
import { leavesOf, type SettingsNode, type SettingsTable } from './settings-tree.js'

const allowed = [['server', 'port'], ['models'], ['fallbacks'], ['enabled_plugins']]

function isAllowed(path: readonly string[]): boolean {
  return allowed.some((prefix) => prefix.every((key, index) => path[index] === key))
}

/** @param home the user's own file, where such keys belong */
export function projectProblems(tree: SettingsTable, file: string, home: string): readonly SettingProblem[] {
  return leavesOf(tree)
    .filter(({ path }) => !isAllowed(path))
    .map(({ path }) => ({
      code: 'CCPROXY_CONFIG_PROJECT_KEY',
      message: `"${dottedKey(path)}" may not be set by a project (${file}); it belongs in ${home}.`,
    }))
}

/** A setting of a project's file that sends models elsewhere. */
export interface ProjectRule {
  readonly file: string
  /** Dotted, in snake_case. */
  readonly setting: string
  /** Models or a provider, in the order in which they are tried. */
  readonly targets: readonly string[]
  /** False: the user has not allowed the file as it is now. */
  readonly inForce: boolean
}

/**
 * Without the user's word a project may rename models within one provider: both names begin with it. All other rules could
 * send what is asked of one provider to another one, whose answers come back under the name of the first.
 */
export function projectRules(
  tree: SettingsTable,
  file: string,
  isTrusted: boolean,
): { readonly tree: SettingsTable; readonly rules: readonly ProjectRule[] } {
  const routing = leavesOf(tree).filter(({ path }) => path[0] === 'models' || path[0] === 'fallbacks')
  const rules = routing.map(({ path, leaf }): ProjectRule => {
    const targets = [leaf.value].flat().map(String)
    const isWithin = path[0] === 'models' && path[1] === 'aliases' && isOneProvider([path[2] ?? '', ...targets])
    return { file, setting: dottedKey(path), targets, inForce: isTrusted || isWithin }
  })
  const refused = routing.filter((_, index) => rules[index]?.inForce === false)
  return { tree: refused.reduce((rest, { path }) => withoutLeaf(rest, path), tree), rules }
}

function isOneProvider(names: readonly string[]): boolean {
  const providers = new Set(names.map((name) => /^([^/@]+)[/@]./.exec(name)?.[1]))
  return providers.size === 1 && !providers.has(undefined)
}

function withoutLeaf(tree: SettingsTable, [key = '', ...rest]: readonly string[]): SettingsTable {
  const node = tree.get(key)
  const others = new Map([...tree].filter(([name]) => name !== key))
  if (node === undefined || 'value' in node || rest.length === 0) return others
  return new Map([...others, [key, withoutLeaf(node, rest)]])
}

function isList(node: SettingsNode | undefined): node is { value: readonly unknown[]; source: SettingSource } {
  return node !== undefined && 'value' in node && Array.isArray(node.value)
}

/** The project's `enabled_plugins`, cut down to what was enabled before: a project narrows, it never adds. */
export function narrowEnabledPlugins(project: SettingsTable, below: SettingsTable): SettingsTable {
  const list = project.get('enabled_plugins')
  const before = below.get('enabled_plugins')
  if (!isList(list) || list.source.kind !== 'file') return project
  const value = isList(before) ? list.value.filter((name) => before.value.includes(name)) : list.value
  const narrows: SettingSource = isList(before) ? before.source : { kind: 'default' }
  return new Map([...project, ['enabled_plugins', { value, source: { ...list.source, narrows } }]])
}
