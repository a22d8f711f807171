import { CCProxyError } from '../errors/ccproxy-error.js'
import { createHttpClient } from '../http/create-http-client.js'
import { signedFetch } from '../http/signed-fetch.js'
import { StandardTokenManager } from '../manager/standard-token-manager.js'
import type { TokenStorage } from '../storage/token-storage.js'
import type { HostServices, ManagerContext, PluginContext, ProviderContext } from './context.js'
import { healthOfProvider } from './health-of-provider.js'
import { parseSettings } from './parse-settings.js'
import type {
  BaseSettings,
  ProviderPluginDefinition,
  ProviderPluginFactory,
  ProviderPluginRuntime,
} from './provider-plugin.js'

/** Makes the factory that a provider package exports as `factory`. Nothing of the definition runs before `create`. */
export function defineProviderPlugin<Settings extends BaseSettings>(
  definition: ProviderPluginDefinition<Settings>,
): ProviderPluginFactory {
  const { name, displayName, config } = definition
  return {
    apiVersion: 1,
    kind: 'provider',
    name,
    displayName,
    config,
    create: async (rawSettings, services) => wire(definition, await parseSettings(name, config, rawSettings), services),
  }
}

function wire<Settings extends BaseSettings>(
  definition: ProviderPluginDefinition<Settings>,
  settings: Settings,
  services: HostServices & { readonly storage: TokenStorage },
): ProviderPluginRuntime {
  const { name, displayName } = definition
  const { fetch } = services
  const baseUrl = baseUrlOf(definition, settings)
  const pluginContext: PluginContext<Settings> = {
    ...services,
    name,
    settings,
    createHttpClient: () => createHttpClient({ fetch, baseUrl }),
  }
  const flows = definition.flows(settings, pluginContext)
  assertDistinct(
    name,
    flows.map(({ id }) => id),
  )
  const storage = definition.storage?.({ ...pluginContext, defaultStorage: services.storage }) ?? services.storage
  const managerContext: ManagerContext<Settings> = { ...pluginContext, storage, flows, baseUrl }
  const manager = definition.manager?.(managerContext) ?? new StandardTokenManager(managerContext)
  const httpFor: ProviderContext<Settings>['httpFor'] = (account) =>
    createHttpClient({
      fetch: signedFetch({ fetch, manager, baseUrl, key: { provider: name, account }, adapter: () => adapter }),
      baseUrl,
    })
  const context: ProviderContext<Settings> = { ...managerContext, manager, httpFor, http: httpFor('default') }
  const adapter = definition.adapter(context)

  return {
    kind: 'provider',
    name,
    displayName,
    flows,
    storage,
    manager,
    adapter,
    baseUrl,
    routes: definition.routes?.(context),
    cliCommands: definition.cliCommands?.(context) ?? [],
    health: async (signal, account = 'default') =>
      healthOfProvider(definition, adapter, { ...context, http: httpFor(account) }, signal),
    models: async (signal, account = 'default') => (await adapter.models?.(httpFor(account), signal)) ?? [],
    stop: async () => {
      await manager.stop()
      await definition.stop?.(context)
      if (storage !== services.storage) await storage.close?.()
    },
  }
}

/** @throws CCPROXY_PLUGIN_SETTINGS */
function baseUrlOf<Settings extends BaseSettings>(
  definition: ProviderPluginDefinition<Settings>,
  settings: Settings,
): string {
  const url = definition.baseUrl === undefined ? settings.baseUrl : definition.baseUrl(settings)
  if (url !== undefined) return url.replace(/\/+$/, '')
  throw new CCProxyError('CCPROXY_PLUGIN_SETTINGS', `plugins.${definition.name}.base_url is missing`)
}

function assertDistinct(name: string, ids: readonly string[]): void {
  const twice = ids.find((id, index) => ids.indexOf(id) !== index)
  if (twice !== undefined) throw new CCProxyError('CCPROXY_PLUGIN_START', `${name} has two flows called ${twice}`)
}
