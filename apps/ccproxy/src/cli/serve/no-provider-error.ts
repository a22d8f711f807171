import { CCProxyError } from '@ccproxy/core/errors'
import type { Host, PluginReport } from '@ccproxy/host'
import { printable } from '../../logging/printable.js'
import type { Output } from '../output/output.js'

const sources: Readonly<Record<PluginReport['source'], string>> = {
  flag: '--plugin',
  project: 'this project',
  config: 'your plugins',
  global: 'beside the program',
  directory: 'plugin_discovery.directories',
}

/** Where was searched and what was found there, then the error to throw. */
export function noProviderError(output: Output, { plugins, places }: Pick<Host, 'plugins' | 'places'>): CCProxyError {
  output.say('Searched for plugins:')
  for (const { source, path, skipped } of places) {
    const reason = skipped === undefined ? '' : ` (not looked at: ${skipped})`
    output.say(`  ${sources[source]}: ${printable(path)}${reason}`)
  }
  for (const { name, error } of plugins)
    output.say(`  ${printable(name)}: ${printable(error?.message ?? 'no provider')}`)
  const options = plugins.some(({ state }) => state === 'failed' || state === 'unconfigured')
    ? { hint: 'Put right what keeps the plugins above from running: `ccproxy plugins list` says how.' }
    : {}
  return new CCProxyError('CCPROXY_SERVE_NO_PROVIDER', 'there is no provider to serve', options)
}
