// An alias may name one other alias. What is wrong shows only when all layers are together.
import type { HostSettings, SettingSource } from './host-settings.js'
import { dottedKey } from './setting-keys.js'
import { inSource, type SettingProblem } from './setting-problem.js'

type Aliases = HostSettings['models']['aliases']

/** @returns one problem for each alias that leads to itself or through more than one other alias */
export function aliasProblems(
  aliases: Aliases,
  sources: ReadonlyMap<string, SettingSource>,
): readonly SettingProblem[] {
  return Object.keys(aliases).flatMap((alias) => {
    const path = tooLongPath(aliases, alias)
    if (path === undefined) return []
    const key = dottedKey(['models', 'aliases', alias])
    const what =
      new Set(path).size < path.length ? 'aliases must not go round in a circle' : 'an alias may name one other alias'
    const message = `"${key}"${inSource(sources.get(key))}: ${what} (${path.join(' → ')}).`
    return [{ code: 'CCPROXY_CONFIG_INVALID_VALUE', message }]
  })
}

function tooLongPath(aliases: Aliases, alias: string): readonly string[] | undefined {
  for (const second of namedAliases(aliases, alias)) {
    const [third] = namedAliases(aliases, second)
    if (third !== undefined) return [alias, second, third]
  }
  return undefined
}

function namedAliases(aliases: Aliases, alias: string): readonly string[] {
  return [aliases[alias] ?? []].flat().filter((target) => Object.hasOwn(aliases, target))
}
