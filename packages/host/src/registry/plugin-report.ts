import type { CCProxyError } from '@ccproxy/core'

/** Where a plugin was found, in the order of search. */
export type PluginSource = 'flag' | 'project' | 'config' | 'global' | 'directory'

/** `unconfigured`: it needs a setting, and the user neither wrote a setting for it nor asked for it by name. */
type PluginState = 'running' | 'failed' | 'unconfigured' | 'disabled' | 'shadowed'

/** What became of one package that was found; `ccproxy plugins list` and GET /plugins print it. */
export interface PluginReport {
  /** The manifest's name; the package's name while the manifest cannot be read. */
  readonly name: string
  readonly displayName: string
  readonly kind: 'provider' | 'storage' | 'system' | 'unknown'
  readonly packageName: string
  readonly version: string
  /** Real path of the package. */
  readonly directory: string
  readonly source: PluginSource
  readonly state: PluginState
  /** Why it does not run. */
  readonly error?: CCProxyError
}
