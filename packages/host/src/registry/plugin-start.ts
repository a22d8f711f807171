// One plugin from its file to a running one.
import {
  CCProxyError,
  type HostServices,
  isCCProxyError,
  type ProviderPluginRuntime,
  type StoragePluginRuntime,
  type SystemPluginRuntime,
  type TokenStorage,
} from '@ccproxy/core'
import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { Configuration } from '../config/host-settings.js'
import type { DiscoveredPlugin } from '../discovery/discover-plugins.js'
import { foreignReason, secretValues } from './foreign-reason.js'
import { importFactory, type PluginFactory } from './import-factory.js'
import { pluginSettings, writtenSettings } from './plugin-settings.js'

export type PluginRuntime = ProviderPluginRuntime | StoragePluginRuntime | SystemPluginRuntime

const partsOf: Readonly<Record<PluginFactory['kind'], readonly string[]>> = {
  provider: ['manager', 'adapter', 'storage'],
  storage: ['storage'],
  system: [],
}

export interface StartContext {
  readonly configuration: Configuration
  readonly services: HostServices & { readonly storage: TokenStorage }
  /** Called as soon as the schema is known, so that it can be printed although the settings are wrong. */
  onSchema(schema: StandardSchemaV1): void
}

function isRuntime(runtime: unknown, factory: PluginFactory): boolean {
  if (typeof runtime !== 'object' || runtime === null) return false
  return (
    Reflect.get(runtime, 'kind') === factory.kind &&
    Reflect.get(runtime, 'name') === factory.name &&
    typeof Reflect.get(runtime, 'stop') === 'function' &&
    partsOf[factory.kind].every((part) => typeof Reflect.get(runtime, part) === 'object')
  )
}

/**
 * Imports, validates settings, creates. Has no time limit of its own.
 * @throws CCPROXY_PLUGIN_IMPORT | _FACTORY | _SETTINGS | _START
 */
export async function startPlugin(plugin: DiscoveredPlugin, context: StartContext): Promise<PluginRuntime> {
  const { configuration, services } = context
  const secrets = [...secretValues(services.environment), ...secretValues(writtenSettings(configuration, plugin.name))]
  const factory = await importFactory(plugin, secrets)
  context.onSchema(factory.config)
  const settings = await pluginSettings(configuration, plugin.name, factory.config)
  let runtime: PluginRuntime
  try {
    runtime = await factory.create(settings, services)
  } catch (error) {
    if (isCCProxyError(error)) throw error
    const reason = foreignReason(error, secrets)
    throw new CCProxyError('CCPROXY_PLUGIN_START', `It threw when it was started: ${reason}`, { cause: error })
  }
  if (!isRuntime(runtime, factory)) {
    throw new CCProxyError('CCPROXY_PLUGIN_START', 'Its factory created something that is no running plugin.')
  }
  return runtime
}
