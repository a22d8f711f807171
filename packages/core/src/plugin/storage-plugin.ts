import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { TokenStorage } from '../storage/token-storage.js'
import type { HostServices, PluginContext } from './context.js'
import type { Health, PluginCommand } from './plugin-extras.js'

/**
 * Keeps the credentials of every provider elsewhere than in files. Runs only when the user's settings say
 * `[storage] backend = "<name>"`.
 */
export interface StoragePluginDefinition<Settings> {
  /** Equals the manifest's. */
  readonly name: string
  readonly displayName: string
  readonly config: StandardSchemaV1<unknown, Settings>
  /** `defaultStorage` keeps files; a storage may use parts of it. What is opened here is closed by its `close`. */
  open(
    context: PluginContext<Settings> & { readonly defaultStorage: TokenStorage },
  ): TokenStorage | Promise<TokenStorage>
  cliCommands?(context: PluginContext<Settings> & { readonly storage: TokenStorage }): readonly PluginCommand[]
  health?(context: PluginContext<Settings> & { readonly storage: TokenStorage }, signal: AbortSignal): Promise<Health>
}

export interface StoragePluginFactory {
  readonly apiVersion: 1
  readonly kind: 'storage'
  readonly name: string
  readonly displayName: string
  readonly config: StandardSchemaV1
  /** @throws CCPROXY_PLUGIN_SETTINGS, naming each key; CCPROXY_STORAGE_* when it cannot be reached */
  create(
    rawSettings: unknown,
    services: HostServices & { readonly storage: TokenStorage },
  ): Promise<StoragePluginRuntime>
}

export interface StoragePluginRuntime {
  readonly kind: 'storage'
  readonly name: string
  readonly displayName: string
  readonly storage: TokenStorage
  readonly routes: undefined
  readonly cliCommands: readonly PluginCommand[]
  health(signal: AbortSignal): Promise<Health>
  stop(): Promise<void>
}
