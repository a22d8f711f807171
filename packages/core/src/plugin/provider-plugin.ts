import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { Model, ProviderAdapter } from '../adapter/provider-adapter.js'
import type { TokenManager } from '../manager/token-manager.js'
import type { OAuthFlow } from '../oauth/oauth-flow.js'
import type { TokenStorage } from '../storage/token-storage.js'
import type { HostServices, ManagerContext, PluginContext, ProviderContext } from './context.js'
import type { FetchHandler, Health, PluginCommand } from './plugin-extras.js'
import type { ProviderSettings } from './provider-settings.js'

/** Without it a definition must have `baseUrl`. */
export interface BaseSettings {
  readonly baseUrl?: ProviderSettings['baseUrl'] | undefined
}

/** What an author writes. Every member is a function of its stage, so that nothing runs at import. */
export interface ProviderPluginDefinition<Settings extends BaseSettings> {
  /** Equals the manifest's. */
  readonly name: string
  readonly displayName: string
  readonly config: StandardSchemaV1<unknown, Settings>
  /** Where requests go, when it follows from other settings. Default: `settings.baseUrl`. @throws CCPROXY_PLUGIN_SETTINGS */
  baseUrl?(settings: Settings): string
  /** Best first; what is made here starts nothing. A flow that is not configured is still returned, with `unavailable`. */
  flows(settings: Settings, context: PluginContext<Settings>): readonly OAuthFlow[]
  storage?(context: PluginContext<Settings> & { readonly defaultStorage: TokenStorage }): TokenStorage
  manager?(context: ManagerContext<Settings>): TokenManager
  adapter(context: ProviderContext<Settings>): ProviderAdapter
  routes?(context: ProviderContext<Settings>): FetchHandler
  cliCommands?(context: ProviderContext<Settings>): readonly PluginCommand[]
  /**
   * A call that shows that the login works; `context.http` signs with the account that was asked about. A throw means
   * `down`. Default: the list of models.
   */
  health?(context: ProviderContext<Settings>, signal: AbortSignal): Promise<Health>
  /** Ends what the plugin started on its own. The manager and the storage are stopped by the host. */
  stop?(context: ProviderContext<Settings>): Promise<void>
}

/** Settings are closed over: the host holds a list of these without generics or casts. */
export interface ProviderPluginFactory {
  readonly apiVersion: 1
  readonly kind: 'provider'
  readonly name: string
  readonly displayName: string
  readonly config: StandardSchemaV1
  /** @throws CCPROXY_PLUGIN_SETTINGS, naming each key */
  create(
    rawSettings: unknown,
    services: HostServices & { readonly storage: TokenStorage },
  ): Promise<ProviderPluginRuntime>
}

/** Config, flows, storage, manager, adapter and http, wired together. */
export interface ProviderPluginRuntime {
  readonly kind: 'provider'
  readonly name: string
  readonly displayName: string
  readonly flows: readonly OAuthFlow[]
  readonly storage: TokenStorage
  readonly manager: TokenManager
  readonly adapter: ProviderAdapter
  /** No trailing slash. */
  readonly baseUrl: string
  readonly routes: FetchHandler | undefined
  readonly cliCommands: readonly PluginCommand[]
  /** Never rejects. @param account default: `default` */
  health(signal: AbortSignal, account?: string): Promise<Health>
  /**
   * What the provider lists for an account, live; empty when the adapter lists none. Absent: made by an older core.
   * @param account default: `default`
   * @throws CCPROXY_CREDENTIAL_* | CCPROXY_UPSTREAM_*
   */
  models?(signal: AbortSignal, account?: string): Promise<readonly Model[]>
  stop(): Promise<void>
}
