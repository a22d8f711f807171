import type { Clock, Logger, ProviderPluginRuntime } from '@ccproxy/core'
import type { HostSettings } from '../config/host-settings.js'
import { nearestKey } from '../config/setting-keys.js'
import { ModelCatalog } from '../models/model-catalog.js'
import { ModelLists } from '../models/model-lists.js'
import type { Transport } from '../transport/create-transport.js'
import { AliasTable } from './alias-table.js'
import { CoolDowns } from './cool-downs.js'
import { parseReference } from './model-reference.js'
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

/** Such a target stays unused unless a running provider lists a model of that whole name. */
function warnOfUnknownProviders(
  { models, fallbacks }: Pick<HostSettings, 'models' | 'fallbacks'>,
  providers: readonly ProviderPluginRuntime[],
  logger: Logger,
): void {
  const names = providers.map(({ name }) => name)
  const isUnknown = (target: string): boolean =>
    target.includes('/') &&
    !Object.hasOwn(models.aliases, target) &&
    parseReference(target, (name) => names.includes(name)) === undefined
  const listed = [
    ...Object.entries(models.aliases).map(([alias, targets]) => [`models.aliases.${alias}`, [targets].flat()] as const),
    ['fallbacks', fallbacks] as const,
  ]
  for (const [setting, targets] of listed) {
    for (const model of targets.filter(isUnknown)) {
      const provider = model.replace(/[@/].*$/s, '')
      const nearest = nearestKey(provider, names)
      logger.warn('a setting names a provider that does not run', { setting, model, provider, nearest })
    }
  }
}

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
  warnOfUnknownProviders(settings, providers, logger)
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
