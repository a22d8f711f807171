import type { ProviderPluginRuntime } from '@ccproxy/core'
import { CCProxyError } from '@ccproxy/core/errors'
import type { Host, PluginReport } from '@ccproxy/host'
import { nearest } from './nearest.js'

/** Names of the provider plugins that are ours. */
export const firstParty: readonly string[] = [
  'claude',
  'openai',
  'gemini',
  'azure',
  'openrouter',
  'huggingface',
  'sandbox',
]

function installLine(name: string): string {
  return `npm i @ccproxy/plugin-${name}`
}

function unknownHint(name: string, installed: readonly string[]): string {
  if (firstParty.includes(name)) return `Install it: ${installLine(name)}`
  const match = nearest(name, [...installed, ...firstParty.filter((known) => !installed.includes(known))])
  const others = installed.length === 0 ? 'none' : installed.join(', ')
  if (match === undefined) return `Installed: ${others}. Install another, for example: ${installLine('claude')}`
  return installed.includes(match)
    ? `Did you mean ${match}?`
    : `Did you mean ${match}? Install it: ${installLine(match)}`
}

/**
 * The running provider of this name.
 * @throws CCPROXY_PROVIDER_UNKNOWN with the nearest name or the install line; or why the plugin does not run
 */
export function findProvider(
  host: Pick<Host, 'provider' | 'providers' | 'plugins'>,
  name: string,
): ProviderPluginRuntime {
  const provider = host.provider(name)
  if (provider !== undefined) return provider
  const report = host.plugins.find((plugin) => plugin.name === name && plugin.state !== 'shadowed')
  if (report?.error !== undefined) {
    const { code, message, hint } = report.error
    throw new CCProxyError(code, `${name} does not run: ${message}`, { hint, cause: report.error })
  }
  if (report?.state === 'disabled') throw new CCProxyError('CCPROXY_PLUGIN_DISABLED', `${name} is disabled`)
  if (report !== undefined)
    throw new CCProxyError('CCPROXY_PROVIDER_UNKNOWN', `${name} is no provider but a ${report.kind} plugin`)
  const installed = host.providers.map((known) => known.name)
  throw new CCProxyError('CCPROXY_PROVIDER_UNKNOWN', `there is no provider ${name}`, {
    hint: unknownHint(name, installed),
  })
}

/** The plugin of this name, running or not; the one that would run, if it shadows another. @throws CCPROXY_PLUGIN_NOT_FOUND */
export function findReport({ plugins }: Pick<Host, 'plugins'>, name: string): PluginReport {
  const named = plugins.filter((plugin) => plugin.name === name || plugin.packageName === name)
  const report = named.find(({ state }) => state !== 'shadowed') ?? named[0]
  if (report !== undefined) return report
  throw new CCProxyError('CCPROXY_PLUGIN_NOT_FOUND', `there is no plugin ${name}`, {
    hint: unknownHint(
      name,
      plugins.map((plugin) => plugin.name),
    ),
  })
}
