import type { CCProxyError } from '@ccproxy/core'

/** Where a plugin was found, in the order of search. */
export type PluginSource = 'flag' | 'project' | 'config' | 'global' | 'directory'

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
  readonly state: 'running' | 'failed' | 'disabled' | 'shadowed'
  /** Why it does not run. */
  readonly error?: CCProxyError
}
