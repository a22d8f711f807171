import { dirname, join, resolve } from 'node:path'
import { homeOf, type Surroundings } from './config-directories.js'
import type { HostSettings, SettingSource } from './host-settings.js'

/** Makes `plugin_discovery.directories` absolute: relative to the file that names them, `~` is the home directory. */
export function resolveDirectories(
  settings: HostSettings,
  sources: ReadonlyMap<string, SettingSource>,
  surroundings: Surroundings,
): HostSettings {
  const { workingDirectory } = surroundings
  const source = sources.get('plugin_discovery.directories')
  const base = source?.kind === 'file' ? dirname(source.file) : workingDirectory
  const directories = settings.pluginDiscovery.directories.map((directory) =>
    /^~(\/|\\|$)/.test(directory) ? join(homeOf(surroundings), directory.slice(1)) : resolve(base, directory),
  )
  return { ...settings, pluginDiscovery: { directories } }
}
