// Which plugins the settings allow, deny and ask for.
import type { Configuration, SettingSource } from './host-settings.js'
import { describeSource } from './setting-problem.js'

/** Who made the list: a project may narrow it, but what it names was not asked for by the user. */
function author(source: SettingSource | undefined): SettingSource {
  return source?.kind === 'file' && source.narrows !== undefined
    ? author(source.narrows)
    : (source ?? { kind: 'default' })
}

/**
 * Why a plugin may not run; undefined: it may.
 * @param enabledByDefault what the manifest says
 */
export function whyDisabled(
  { settings, sources }: Configuration,
  name: string,
  enabledByDefault: boolean,
): string | undefined {
  const { enabledPlugins, disabledPlugins } = settings
  const enabledKey = `plugins.${name}.enabled`
  const enabled = Object.hasOwn(settings.plugins, name) ? settings.plugins[name]?.enabled : undefined
  const by = (key: string): string => describeSource(sources.get(key) ?? { kind: 'default' })

  if (disabledPlugins.includes(name)) return `disabled_plugins names it (${by('disabled_plugins')})`
  if (enabled === false) return `${enabledKey} is false (${by(enabledKey)})`
  const asked = enabled === true && sources.get(enabledKey)?.kind === 'flag'
  if (enabledPlugins !== undefined && !enabledPlugins.includes(name) && !asked) {
    return `enabled_plugins does not name it (${by('enabled_plugins')})`
  }
  if (enabledByDefault || enabled === true) return undefined
  const named = (enabledPlugins?.includes(name) ?? false) && author(sources.get('enabled_plugins')).kind !== 'default'
  return named ? undefined : `it runs only when asked for; set ${enabledKey} = true`
}
