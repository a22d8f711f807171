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
