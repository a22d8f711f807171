import type { DiscoveredPlugin } from '../discovery/discover-plugins.js'

/** A plugin after those that it requires. */
export interface PluginTurn {
  readonly plugin: DiscoveredPlugin
  /** It requires itself by this way: names from it and back to it. */
  readonly cycle: readonly string[] | undefined
}

/**
 * Dependencies first, otherwise the order that was given. What is required but not here is left to who starts them.
 * @param storage name of the plugin that keeps the logins: it starts before all others
 */
export function startOrder(plugins: readonly DiscoveredPlugin[], storage?: string): readonly PluginTurn[] {
  const byName = new Map(plugins.map((plugin) => [plugin.name, plugin]))
  const cycles = new Map<string, readonly string[]>()
  const ordered = new Set<DiscoveredPlugin>()

  function visit(plugin: DiscoveredPlugin, way: readonly string[]): void {
    const start = way.indexOf(plugin.name)
    if (start !== -1) {
      const members = way.slice(start)
      for (const [index, name] of members.entries()) {
        cycles.set(name, [...members.slice(index), ...members.slice(0, index), name])
      }
      return
    }
    if (ordered.has(plugin)) return
    for (const name of plugin.manifest.requires) {
      const required = byName.get(name)
      if (required !== undefined) visit(required, [...way, plugin.name])
    }
    ordered.add(plugin)
  }

  const first = storage === undefined ? undefined : byName.get(storage)
  if (first !== undefined) visit(first, [])
  for (const plugin of plugins) visit(plugin, [])
  return [...ordered].map((plugin) => ({ plugin, cycle: cycles.get(plugin.name) }))
}
