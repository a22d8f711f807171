import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { HostServices, PluginContext } from './context.js'
import type { FetchHandler, Health, PluginCommand } from './plugin-extras.js'

/** What a system plugin runs while the host runs. */
export interface SystemPluginParts {
  readonly routes?: FetchHandler
  readonly cliCommands?: readonly PluginCommand[]
  health?(signal: AbortSignal): Promise<Health>
  stop?(): Promise<void>
}

/** Observes and intercepts through `context.hooks`; brings no provider. */
export interface SystemPluginDefinition<Settings> {
  readonly name: string
  readonly displayName: string
  readonly config: StandardSchemaV1<unknown, Settings>
  start(context: PluginContext<Settings>): SystemPluginParts | Promise<SystemPluginParts>
}

export interface SystemPluginFactory {
  readonly apiVersion: 1
  readonly kind: 'system'
  readonly name: string
  readonly displayName: string
  readonly config: StandardSchemaV1
  create(rawSettings: unknown, services: HostServices): Promise<SystemPluginRuntime>
}

export interface SystemPluginRuntime {
  readonly kind: 'system'
  readonly name: string
  readonly displayName: string
  readonly routes: FetchHandler | undefined
  readonly cliCommands: readonly PluginCommand[]
  health(signal: AbortSignal): Promise<Health>
  stop(): Promise<void>
}
