// What plugins are given, in stages: each adds what the stage before has made.

import type { HookBus } from '../hooks/hook-bus.js'
import type { Fetch, HttpClient } from '../http/http-client.js'
import type { TokenManager } from '../manager/token-manager.js'
import type { OAuthFlow } from '../oauth/oauth-flow.js'
import type { TokenStorage } from '../storage/token-storage.js'
import type { Clock } from './clock.js'
import type { Logger } from './logger.js'

/** What the host hands to every plugin. */
export interface HostServices {
  /** The npm package that carries the plugin; part of what a credential is bound to. */
  readonly packageName: string
  /** The configuration directory. */
  readonly directory: string
  /** Of this user on this machine, shared by every configuration directory (redeem tickets). */
  readonly stateDirectory: string
  /** Random, stable, of this configuration directory. */
  readonly installationId: string
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly logger: Logger
  readonly clock: Clock
  readonly hooks: HookBus
  /** Unsigned, honours proxy settings, a fresh connection for each call. */
  readonly fetch: Fetch
}

export interface PluginContext<Settings = unknown> extends HostServices {
  /** The plugin's name. */
  readonly name: string
  readonly settings: Settings
  /** Unsigned client for control calls. */
  readonly createHttpClient: () => HttpClient
}

export interface ManagerContext<Settings = unknown> extends PluginContext<Settings> {
  readonly storage: TokenStorage
  readonly flows: readonly OAuthFlow[]
  /** Where requests go; credentials are bound to its origin. */
  readonly baseUrl: string
}

/** `http` signs with the default account and replays once on 401; `httpFor` with a named one. */
export interface ProviderContext<Settings = unknown> extends ManagerContext<Settings> {
  readonly manager: TokenManager
  readonly http: HttpClient
  readonly httpFor: (account: string) => HttpClient
}
