import { CCProxyError, createHookBus, JsonTokenStorage, type Logger, systemClock, toCCProxyError } from '@ccproxy/core'
import type { Configuration, LogLevel } from './config/host-settings.js'
import { nearestKey } from './config/setting-keys.js'
import { discoverPlugins } from './discovery/discover-plugins.js'
import type { Host, HostOptions } from './host.js'
import { createOutbound } from './outbound/create-outbound.js'
import { installationIdOf } from './registry/installation-id.js'
import { PluginRegistry } from './registry/plugin-registry.js'
import { withTimeLimit } from './registry/time-limit.js'
import { createModelRouter } from './routing/create-model-router.js'
import { RefreshScheduler } from './tasks/refresh-scheduler.js'
import { loadTranslation } from './translation/load-translation.js'
import { createTransport } from './transport/create-transport.js'

/** A refresh that was sent may take 120 s to be answered, and then it must be saved. */
const refreshLimitMs = 130_000

/** Levels at which the log has a line for each request. */
const requestLevels: ReadonlySet<LogLevel> = new Set<LogLevel>(['trace', 'debug', 'info'])

/** Whoever stops the host has drained it before. */
const closeLimitMs = 5000

/** Settings of a plugin that was not found are most likely misspelt, but the plugin may be installed elsewhere. */
function warnOfUnknownPlugins({ settings }: Configuration, found: readonly string[], logger: Logger): void {
  const named = [...Object.keys(settings.plugins), ...(settings.enabledPlugins ?? [])]
  for (const name of new Set(named)) {
    if (!found.includes(name)) {
      logger.warn('settings name a plugin that is not installed', { plugin: name, nearest: nearestKey(name, found) })
    }
  }
}

function warnOfMissingDirectories(places: Host['places'], logger: Logger): void {
  for (const { source, path, skipped } of places) {
    if (source === 'directory' && skipped !== undefined)
      logger.warn('plugin_discovery.directories names a directory that cannot be read', { path, reason: skipped })
  }
}

/**
 * Finds and starts plugins and makes everything ready for `forward`. A plugin that fails is in `plugins`.
 * @throws CCPROXY_PLUGIN_NOT_FOUND (Yarn Plug'n'Play)
 */
export async function createHost(options: HostOptions): Promise<Host> {
  const { configuration, environment, logger, clock = systemClock } = options
  const { directory, stateDirectory, settings } = configuration
  const discovery = await discoverPlugins(options)
  warnOfUnknownPlugins(
    configuration,
    [...discovery.plugins, ...discovery.rejected].map(({ name }) => name),
    logger,
  )
  warnOfMissingDirectories(discovery.places, logger)

  const hooks = createHookBus(logger)
  const { allowNetworkFileSystem } = settings.storage
  const storage = new JsonTokenStorage({ directory, stateDirectory, logger, clock }, { allowNetworkFileSystem })
  const outbound = createOutbound(settings.network, environment)
  const installationId = installationIdOf(directory)
  const registry = new PluginRegistry({
    configuration,
    discovery,
    hooks,
    logger,
    storage,
    services: {
      directory,
      stateDirectory,
      get installationId() {
        return installationId()
      },
      environment,
      clock,
      fetch: outbound.fetch,
    },
  })
  await registry.start()

  const { dispatcher } = outbound
  const transport = createTransport({
    dispatcher,
    hooks,
    logger,
    clock,
    network: settings.network,
    logsRequests: requestLevels.has(settings.logging.level),
  })
  const { providers } = registry
  const providersByName = new Map(providers.map((provider) => [provider.name, provider]))
  const route = createModelRouter({ transport, providers, settings, clock, logger })
  const scheduler = new RefreshScheduler({ providers, clock, logger, hooks })

  async function attempt(what: string, task: () => Promise<void>, limitMs: number): Promise<CCProxyError | undefined> {
    try {
      await withTimeLimit(task(), limitMs, () => new CCProxyError('CCPROXY_INTERNAL', `${what} did not end in time.`))
    } catch (error) {
      const failure = toCCProxyError(error)
      logger.error(`${what} could not be stopped cleanly`, { code: failure.code })
      return failure
    }
    return undefined
  }

  async function stopOnce(): Promise<void> {
    scheduler.stop()
    const failures = await Promise.all(
      providers.map(async ({ name, manager }) =>
        attempt(`refreshes of ${name}`, async () => manager.stop(), refreshLimitMs),
      ),
    )
    await registry.stop()
    await attempt('exchanges', async () => transport.close(), closeLimitMs)
    await attempt('connections', async () => outbound.close(), closeLimitMs)
    const lost = failures.find((failure) => failure?.code === 'CCPROXY_CREDENTIAL_UNSAVED')
    if (lost !== undefined) throw lost
  }
  let stopping: Promise<void> | undefined

  return {
    configuration,
    hooks,
    plugins: registry.reports,
    places: discovery.places,
    schemas: registry.schemas,
    providers,
    provider: (name) => providersByName.get(name),
    plugin: (name) => registry.running(name),
    tryOut: async (name) => registry.tryOut(name),
    commands: (name) => registry.running(name)?.cliCommands ?? [],
    setOwnAddresses: (origins) => transport.setOwnAddresses(origins),
    forward: async (exchange) => transport.forward(exchange),
    route,
    drain: () => transport.drain(),
    endExchanges: () => transport.endExchanges(),
    startTasks: async () => {
      await scheduler.start()
      void loadTranslation()
    },
    stop: async () => (stopping ??= stopOnce()),
  }
}
