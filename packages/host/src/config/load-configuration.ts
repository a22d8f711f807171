import { realpath } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { CCProxyError } from '@ccproxy/core/errors'
import { aliasProblems } from './alias-problems.js'
import { assertPrivate, assertSecretsPrivate } from './assert-private.js'
import { checkSettings } from './check-settings.js'
import { configDirectory, type Surroundings, stateDirectory } from './config-directories.js'
import { environmentLayer } from './environment-layer.js'
import { findGitRoot } from './find-git-root.js'
import { type ConfigurationFlags, flagLayer } from './flag-layer.js'
import type { Configuration, SettingSource } from './host-settings.js'
import { completeHostSettings, hostSettingsSchema, hostSettingsShape } from './host-settings-schema.js'
import { interpretSettings } from './interpret-settings.js'
import { narrowEnabledPlugins, type ProjectRule, projectProblems, projectRules } from './project-settings.js'
import { readTrusted } from './project-trust.js'
import { readSettingsFile } from './read-settings-file.js'
import { resolveDirectories } from './resolve-directories.js'
import { dottedKey } from './setting-keys.js'
import { type SettingProblem, throwProblems } from './setting-problem.js'
import { emptyTable, leavesOf, mergeTrees, type SettingsTable } from './settings-tree.js'

export interface LoadOptions extends Surroundings {
  readonly flags: ConfigurationFlags
}

type SettingsFile = Omit<Configuration['files'][number], 'found'>

async function settingsFiles(options: LoadOptions, directory: string): Promise<readonly SettingsFile[]> {
  const { workingDirectory, flags } = options
  const root = await findGitRoot(workingDirectory)
  const files: SettingsFile[] = [{ file: join(directory, 'config.toml'), role: 'user' }]
  if (root !== undefined) files.push({ file: join(root, 'ccproxy.toml'), role: 'project' })
  files.push({ file: join(workingDirectory, '.ccproxy.toml'), role: 'directory' })
  if (flags.config !== undefined) files.push({ file: resolve(workingDirectory, flags.config), role: 'flag' })
  return files
}

async function layerProblems(tree: SettingsTable, origin?: SettingSource): Promise<readonly SettingProblem[]> {
  const check = { tree, schema: hostSettingsSchema, shape: hostSettingsShape, path: [] }
  return (await checkSettings(origin === undefined ? check : { ...check, origin })).problems
}

/**
 * Reads every layer: defaults, files, environment, flags; later wins. Everything that is wrong is reported at once.
 * @throws CCPROXY_CONFIG_SYNTAX | _UNREADABLE | _UNTRUSTED | _DIRECTORY | _UNKNOWN_KEY | _INVALID_VALUE | _PROJECT_KEY
 */
export async function loadConfiguration(options: LoadOptions): Promise<Configuration> {
  const directory = configDirectory(options)
  const files: Configuration['files'][number][] = []
  const problems: SettingProblem[] = []
  let tree = emptyTable

  const state = stateDirectory(options)
  const rules: ProjectRule[] = []
  let trusted: Readonly<Record<string, string>> | undefined
  await assertPrivate(directory)
  for (const { file, role } of await settingsFiles(options, directory)) {
    const isProject = role === 'project' || role === 'directory'
    if (!isProject) await assertPrivate(file)
    const read = await readSettingsFile(file)
    files.push({ file, role, found: read !== undefined })
    if (read === undefined) {
      if (role === 'flag') throw new CCProxyError('CCPROXY_CONFIG_UNREADABLE', `${file} (--config) does not exist.`)
      continue
    }
    let layer = read.tree
    if (isProject) {
      trusted ??= await readTrusted(state)
      const isTrusted = trusted[await realpath(file)] === read.hash
      const project = projectRules(layer, file, isTrusted)
      layer = project.tree
      rules.push(...project.rules)
    } else await assertSecretsPrivate(file, layer)
    const found = await layerProblems(layer, { kind: 'file', file })
    problems.push(...found)
    // A misspelt key is reported as such, not as one that belongs elsewhere.
    if (isProject && found.length === 0) problems.push(...projectProblems(layer, file, join(directory, 'config.toml')))
    tree = mergeTrees(tree, isProject ? narrowEnabledPlugins(layer, tree) : layer)
  }
  const environment = environmentLayer(options.environment)
  for (const layer of [environment.tree, flagLayer(options.flags)]) {
    problems.push(...(await layerProblems(layer)))
    tree = mergeTrees(tree, layer)
  }
  throwProblems(problems)

  const input = interpretSettings(tree, { shape: hostSettingsShape, path: [] }).value
  const sources = new Map(leavesOf(tree).map(({ path, leaf }) => [dottedKey(path), leaf.source]))
  const settings = resolveDirectories(completeHostSettings(input), sources, options)
  throwProblems(aliasProblems(settings.models.aliases, sources))
  const { ignored: ignoredVariables } = environment
  return { settings, sources, ignoredVariables, projectRules: rules, files, directory, stateDirectory: state }
}
