import type { Clock, Logger, ProviderPluginRuntime } from '@ccproxy/core'
import type { HostSettings } from '../config/host-settings.js'
import { ModelCatalog } from '../models/model-catalog.js'
import { ModelLists } from '../models/model-lists.js'
import type { Transport } from '../transport/create-transport.js'
import { AliasTable } from './alias-table.js'
import { CoolDowns } from './cool-downs.js'
import { ModelResolver } from './model-resolver.js'
import { ModelRouter } from './model-router.js'
import type { UnprefixedRequest } from './unprefixed-request.js'

export interface CreateModelRouterOptions {
  readonly transport: Transport
  readonly providers: readonly ProviderPluginRuntime[]
  readonly settings: Pick<HostSettings, 'models' | 'fallbacks'>
  readonly clock: Clock
  readonly logger: Logger
}

/** Answers a request whose path names no provider; never rejects. */
export type RouteByModel = (request: UnprefixedRequest) => Promise<void>

export function createModelRouter({
  transport,
  providers,
  settings,
  clock,
  logger,
}: CreateModelRouterOptions): RouteByModel {
  const preferred = settings.models.default
  if (preferred !== undefined && !providers.some(({ name }) => name === preferred))
    logger.warn('models.default names a provider that does not run', { provider: preferred })
  const aliases = new AliasTable(settings.models.aliases)
  const catalog = new ModelCatalog({ providers, clock, logger })
  const router = new ModelRouter({
    transport,
    resolver: new ModelResolver({ providers, settings, aliases, ownersOf: async (model) => catalog.ownersOf(model) }),
    lists: new ModelLists({ catalog, aliases, providers }),
    coolDowns: new CoolDowns(clock),
    logger,
  })
  return async (request) => router.route(request)
}
