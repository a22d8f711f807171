// Starts plugins in dependency order, survives the broken ones, stops them in reverse.
import {
  CCProxyError,
  createHookBus,
  type HookBus,
  HookEvent,
  type HostServices,
  type Logger,
  MemoryTokenStorage,
  type ProviderPluginRuntime,
  silentLogger,
  type TokenStorage,
  toCCProxyError,
} from '@ccproxy/core'
import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { Configuration } from '../config/host-settings.js'
import type { DiscoveredPlugin, Discovery } from '../discovery/discover-plugins.js'
import { pluginHooks } from './plugin-hooks.js'
import type { PluginReport } from './plugin-report.js'
import { type PluginRuntime, type StartContext, startPlugin } from './plugin-start.js'
import { scopedLogger } from './scoped-logger.js'
import { type PluginTurn, startOrder } from './start-order.js'
import { withTimeLimit } from './time-limit.js'

export interface RegistryOptions {
  readonly configuration: Configuration
  readonly discovery: Pick<Discovery, 'plugins' | 'rejected'>
  readonly hooks: HookBus
  readonly logger: Logger
  readonly storage: TokenStorage
  /** What every plugin gets; the rest is its own. */
  readonly services: Pick<
    HostServices,
    'directory' | 'stateDirectory' | 'installationId' | 'environment' | 'clock' | 'fetch'
  >
  /** For import and start together, and for stop. Default 10,000. */
  readonly limitMs?: number
}

interface Started {
  readonly plugin: DiscoveredPlugin
  readonly runtime: PluginRuntime
  readonly release: () => void
}

export class PluginRegistry {
  readonly #options: RegistryOptions
  readonly #limitMs: number
  readonly #reports: PluginReport[] = []
  readonly #schemas = new Map<string, StandardSchemaV1>()
  readonly #started = new Map<string, Started>()

  constructor(options: RegistryOptions) {
    this.#options = options
    this.#limitMs = options.limitMs ?? 10_000
  }

  /** What became of every package that was found. */
  get reports(): readonly PluginReport[] {
    return this.#reports
  }

  /** The settings schema of every plugin whose code could be loaded. */
  get schemas(): ReadonlyMap<string, StandardSchemaV1> {
    return this.#schemas
  }

  get providers(): readonly ProviderPluginRuntime[] {
    return [...this.#started.values()].flatMap(({ runtime }) => (runtime.kind === 'provider' ? [runtime] : []))
  }

  running(name: string): PluginRuntime | undefined {
    return this.#started.get(name)?.runtime
  }

  /** A second runtime of a running provider, whose logins live in memory. @throws CCPROXY_PROVIDER_UNKNOWN, and what its start throws */
  async tryOut(name: string): Promise<ProviderPluginRuntime> {
    const started = this.#started.get(name)
    const context = started && this.#startContext(started.plugin, createHookBus(silentLogger), new MemoryTokenStorage())
    const runtime = started && context && (await startPlugin(started.plugin, context))
    if (runtime?.kind === 'provider') return runtime
    throw new CCProxyError('CCPROXY_PROVIDER_UNKNOWN', `there is no running provider ${name}`)
  }

  /** Starts what was discovered, once. Never rejects: a plugin that fails is in `reports`. */
  async start(): Promise<void> {
    const { plugins, rejected } = this.#options.discovery
    for (const turn of startOrder(plugins, this.#backend)) await this.#take(turn)
    // Last, so that plugins that observe failures are there to see them.
    for (const report of rejected) this.#report(report)
  }

  /** In reverse order; a plugin that throws or hangs does not keep the others from stopping. */
  async stop(): Promise<void> {
    for (const [name, { runtime, release }] of [...this.#started].toReversed()) {
      this.#started.delete(name)
      try {
        await withTimeLimit(runtime.stop(), this.#limitMs, () => this.#tooSlow('stop'))
      } catch (error) {
        this.#options.logger.warn('a plugin did not stop cleanly', { plugin: name, code: toCCProxyError(error).code })
      }
      release()
    }
  }

  async #take({ plugin, cycle }: PluginTurn): Promise<void> {
    const { manifest: _manifest, entryFile: _entry, ...identity } = plugin
    if (plugin.kind === 'storage' && plugin.name !== this.#backend) {
      const error = new CCProxyError('CCPROXY_PLUGIN_DISABLED', 'It is not the storage that the settings name.', {
        hint: `Set storage.backend = "${plugin.name}" in config.toml to keep logins there.`,
      })
      this.#report({ ...identity, state: 'disabled', error })
      return
    }
    try {
      this.#checkDependencies(plugin, cycle)
      await this.#start(plugin)
      this.#report({ ...identity, state: 'running' })
    } catch (error) {
      const failure = toCCProxyError(error, 'CCPROXY_PLUGIN_START')
      const isUntouched = failure.code === 'CCPROXY_PLUGIN_SETTINGS' && !this.#isWanted(plugin)
      this.#report({ ...identity, state: isUntouched ? 'unconfigured' : 'failed', error: failure })
    }
  }

  async #start(plugin: DiscoveredPlugin): Promise<void> {
    const scoped = pluginHooks(this.#options.hooks)
    const starting = startPlugin(plugin, this.#startContext(plugin, scoped.hooks, this.#storage))
    try {
      const runtime = await withTimeLimit(starting, this.#limitMs, () => this.#tooSlow('start'))
      this.#started.set(plugin.name, { plugin, runtime, release: scoped.release })
    } catch (error) {
      scoped.release()
      // One that comes after its time must not run unseen.
      void starting
        .then(
          async (late) => late.stop(),
          () => undefined,
        )
        .catch(() => undefined)
      throw error
    }
  }

  #startContext(plugin: DiscoveredPlugin, hooks: HookBus, storage: TokenStorage): StartContext {
    const { configuration, logger, services } = this.#options
    const own = { packageName: plugin.packageName, logger: scopedLogger(logger, { plugin: plugin.name }) }
    return {
      configuration,
      services: { ...services, ...own, hooks, storage },
      onSchema: (schema) => this.#schemas.set(plugin.name, schema),
    }
  }

  #checkDependencies(plugin: DiscoveredPlugin, cycle: readonly string[] | undefined): void {
    if (cycle !== undefined) {
      throw new CCProxyError('CCPROXY_PLUGIN_DEPENDENCY', `It requires itself: ${cycle.join(' → ')}.`)
    }
    for (const name of plugin.manifest.requires) {
      if (!this.#started.has(name))
        throw new CCProxyError('CCPROXY_PLUGIN_DEPENDENCY', `It requires "${name}", which ${this.#whyAbsent(name)}.`)
    }
    if (plugin.kind === 'provider') this.#checkStorage()
  }

  /** Logins must not be kept in files, without a word, where the settings name another place. */
  #checkStorage(): void {
    const backend = this.#backend
    if (backend === undefined || this.running(backend)?.kind === 'storage') return
    const reason = this.running(backend) === undefined ? this.#whyAbsent(backend) : 'is no storage plugin'
    throw new CCProxyError('CCPROXY_PLUGIN_DEPENDENCY', `The settings keep logins in "${backend}", which ${reason}.`, {
      hint: `Make the storage plugin "${backend}" run (\`ccproxy plugins list\`), or set storage.backend = "file".`,
    })
  }

  #whyAbsent(name: string): string {
    const known = [...this.#reports, ...this.#options.discovery.rejected].find((report) => report.name === name)
    return known === undefined ? 'is not installed' : (reasons[known.state] ?? 'does not run')
  }

  /** The storage plugin that the settings name; undefined: files. */
  /** True when the user named the plugin: in the settings, or on the command line. */
  #isWanted({ name, source }: DiscoveredPlugin): boolean {
    const { plugins, enabledPlugins = [] } = this.#options.configuration.settings
    return source === 'flag' || Object.hasOwn(plugins, name) || enabledPlugins.includes(name) || name === this.#backend
  }

  get #backend(): string | undefined {
    const { backend } = this.#options.configuration.settings.storage
    return backend === 'file' ? undefined : backend
  }

  /** Where the logins of providers are kept. */
  get #storage(): TokenStorage {
    const runtime = this.#backend === undefined ? undefined : this.running(this.#backend)
    return runtime?.kind === 'storage' ? runtime.storage : this.#options.storage
  }

  #report(report: PluginReport): void {
    const { hooks, logger } = this.#options
    this.#reports.push(report)
    const { name, version, packageName, state, error } = report
    if (state === 'running') {
      logger.debug('plugin started', { plugin: name, package: packageName, version })
      hooks.emit(HookEvent.PLUGIN_LOADED, { name, version })
    } else if (state === 'unconfigured') {
      logger.debug('plugin has no settings yet', { plugin: name, package: packageName, reason: error?.message })
    } else if (error !== undefined && state !== 'disabled') {
      const { code, message, hint } = error
      logger.warn('plugin does not run', { plugin: name, package: packageName, state, code, reason: message, hint })
      hooks.emit(HookEvent.PLUGIN_ERROR, { name, code, message })
    }
  }

  #tooSlow(what: 'start' | 'stop'): CCProxyError {
    return new CCProxyError('CCPROXY_PLUGIN_START', `It did not ${what} within ${this.#limitMs / 1000} s.`)
  }
}

const reasons: Readonly<Partial<Record<PluginReport['state'], string>>> = {
  failed: 'failed',
  unconfigured: 'is not set up',
  disabled: 'is disabled',
  shadowed: 'is shadowed',
}
