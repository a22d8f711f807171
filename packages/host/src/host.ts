import type { Clock, HookBus, Logger, PluginCommand, ProviderPluginRuntime } from '@ccproxy/core'
import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { Configuration } from './config/host-settings.js'
import type { SearchedPlace } from './discovery/search-places.js'
import type { PluginReport } from './registry/plugin-report.js'
import type { PluginRuntime } from './registry/plugin-start.js'
import type { UnprefixedRequest } from './routing/unprefixed-request.js'
import type { Exchange } from './transport/exchange.js'

export interface HostOptions {
  readonly configuration: Configuration
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly workingDirectory: string
  /** `process.argv[1]`: decides which packages may be plugins (only a program started from a project's node_modules looks there). */
  readonly programPath: string
  /** `--plugin <path>`, first in the order of search. */
  readonly pluginPaths: readonly string[]
  readonly logger: Logger
  readonly clock?: Clock
}

/** Everything that runs plugins, without a command line and without a server. */
export interface Host {
  readonly configuration: Configuration
  readonly hooks: HookBus
  readonly plugins: readonly PluginReport[]
  /** Where plugins were looked for, in order. */
  readonly places: readonly SearchedPlace[]
  /** The settings schema of every plugin whose code could be loaded, by name. */
  readonly schemas: ReadonlyMap<string, StandardSchemaV1>
  readonly providers: readonly ProviderPluginRuntime[]
  /** A running provider. */
  provider(name: string): ProviderPluginRuntime | undefined
  /** A running plugin of any kind. */
  plugin(name: string): PluginRuntime | undefined
  /**
   * Another runtime of a running provider, with logins in memory alone: to try a login before it is kept. The caller stops it.
   * @throws CCPROXY_PROVIDER_UNKNOWN, and what its start throws
   */
  tryOut(name: string): Promise<ProviderPluginRuntime>
  commands(name: string): readonly PluginCommand[]
  /** The addresses that we listen on, so that a base_url that points at us is refused. */
  setOwnAddresses(origins: readonly string[]): void
  /** Answers one request of a client through a provider; never rejects, the answer is complete or the socket destroyed. */
  forward(exchange: Exchange): Promise<void>
  /** The same for a request whose path names no provider: by its model, or with the list of all models. */
  route(request: UnprefixedRequest): Promise<void>
  /** Loads every account and schedules refreshes. */
  startTasks(): Promise<void>
  /** For a server that takes no more connections: answers that have not begun yet will be the last of theirs. */
  drain(): void
  /** Ends every exchange under way: a stream with the error event of its dialect, an answer that has not begun with a 503. */
  endExchanges(): void
  /** In order: tasks, refreshes under way (until they are saved), plugins in reverse, connections, storage. */
  stop(): Promise<void>
}
