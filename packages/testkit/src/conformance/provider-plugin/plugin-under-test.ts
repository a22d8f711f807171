import { MemoryTokenStorage, type OAuthFlow, type ProviderPluginFactory, type TokenStorage } from '@ccproxy/core'
import { readPluginSettings, type SettingsShape, shapeOfSchema } from '@ccproxy/host'
import { type Sandbox, sandboxClients, sandboxEndpoints, startSandbox } from '@ccproxy/sandbox'
import { createTemporaryDirectory, type TemporaryDirectory } from '../../environment/create-temporary-directory.js'
import { answerJson } from '../../upstream/answers.js'
import { type RecordingUpstream, startRecordingUpstream } from '../../upstream/start-recording-upstream.js'
import { type WatchedServicesOptions, watchedServices } from './bench/watched-services.js'
import { FindingError, FlowNotReadyError } from './finding-error.js'
import { FlowUnderTest } from './flow-under-test.js'
import { type PluginPackage, readPluginPackage } from './plugin-package.js'
import type { ProviderPluginOptions, Subject, TestServers, WrittenSettings } from './provider-plugin-options.js'
import { reasonOf } from './reason-of.js'
import { RunningPlugin } from './running-plugin.js'
import { commonSettings, mergeSettings, type SuiteClient } from './suite-settings.js'

export interface RunningServers extends TestServers {
  readonly sandbox: Sandbox
  readonly api: RecordingUpstream
}

export interface CreateOptions {
  /** Over all others. */
  readonly settings?: WrittenSettings
  readonly client?: SuiteClient
  readonly environment?: Readonly<Record<string, string>>
  readonly storage?: TokenStorage
}

/** Nothing listens there: flows are looked at before the servers run, so that the tests can be named. */
const nowhere = 'http://127.0.0.1:9'
const placeholders: TestServers = {
  sandbox: { origin: nowhere, endpoints: sandboxEndpoints(nowhere), clients: sandboxClients },
  api: { origin: nowhere },
}

/** What the API of the suite says when no rule made it say something else. */
export const standardAnswer = answerJson({ object: 'list', data: [], models: [] })

/** A plugin with the servers and the settings to try it with. Everything is made when it is first asked for. */
export class PluginUnderTest {
  readonly factory: ProviderPluginFactory
  readonly options: ProviderPluginOptions
  readonly shape: SettingsShape
  #package: Promise<PluginPackage> | undefined
  #basePath: Promise<string> | undefined
  #flows: Promise<readonly OAuthFlow[]> | undefined
  #servers: Promise<RunningServers> | undefined
  #directory: Promise<TemporaryDirectory> | undefined
  readonly #configDirectories = new WeakMap<TokenStorage, string>()
  #configDirectoryCount = 0
  readonly #tried = new Map<string, FlowUnderTest>()

  constructor({ factory, options }: Subject) {
    this.factory = factory
    this.options = options
    this.shape = shapeOfSchema(factory.config)
  }

  /** @throws FindingError when it cannot be read */
  package(): Promise<PluginPackage> {
    return (this.#package ??= readPluginPackage(this.options.packageJson))
  }

  /** As they are with the settings of the suite. @throws FindingError when it cannot be created */
  flows(): Promise<readonly OAuthFlow[]> {
    return (this.#flows ??= this.#probeFlows())
  }

  /** The same one for the same flow. */
  flow(declared: OAuthFlow): FlowUnderTest {
    const tried = this.#tried.get(declared.id) ?? new FlowUnderTest(this, declared)
    this.#tried.set(declared.id, tried)
    return tried
  }

  /** One that a person can sign in with, the quickest first; undefined: there is none, which other rules say. */
  async readyFlow(): Promise<FlowUnderTest | undefined> {
    const flows = (await this.flows()).filter(({ id }) => this.options.skip?.[`flow:${id}`] === undefined)
    for (const declared of flows.toSorted((a, b) => quickness(a) - quickness(b))) {
      const flow = this.flow(declared)
      try {
        await (await flow.account())[Symbol.asyncDispose]()
        return flow
      } catch (error) {
        if (!(error instanceof FlowNotReadyError)) throw error
      }
    }
    return undefined
  }

  servers(): Promise<RunningServers> {
    return (this.#servers ??= this.#startServers())
  }

  /** @throws FindingError when the settings are refused or the plugin throws */
  async create(options: CreateOptions = {}): Promise<RunningPlugin> {
    return this.#createAt(await this.servers(), options)
  }

  /** Without a setting, in an empty environment. */
  async createByDefault(settings: unknown = {}): Promise<RunningPlugin> {
    const watched = watchedServices({
      packageName: await this.#packageName(),
      ...(await this.#placesOf(new MemoryTokenStorage())),
      environment: {},
    })
    return new RunningPlugin(await this.factory.create(settings, watched.services), watched, nowhere)
  }

  async close(): Promise<void> {
    for (const flow of this.#tried.values()) await flow.close()
    const servers = await this.#servers?.catch(() => {})
    await servers?.api.close()
    await servers?.sandbox.close()
    const directory = await this.#directory
    await directory?.remove()
  }

  /** Everything as a user would write it under `[plugins.<name>]`. */
  async writtenSettings(servers: TestServers, { client, settings }: CreateOptions = {}): Promise<WrittenSettings> {
    const own = this.options.settings
    return mergeSettings(
      commonSettings(servers, client ?? servers.sandbox.clients.public, await this.#baseUrlPath(), this.shape),
      typeof own === 'function' ? own(servers) : own,
      settings,
    )
  }

  async #createAt(servers: TestServers, options: CreateOptions): Promise<RunningPlugin> {
    const { factory } = this
    const watched = watchedServices({
      packageName: await this.#packageName(),
      ...(await this.#placesOf(options.storage ?? new MemoryTokenStorage())),
      environment: { ...this.options.environment, ...options.environment },
    })
    try {
      const written = await this.writtenSettings(servers, options)
      const settings = await readPluginSettings(factory.name, factory.config, written)
      return new RunningPlugin(await factory.create(settings, watched.services), watched, servers.api.origin)
    } catch (error) {
      throw new FindingError(
        {
          problem: `it cannot be created with the settings of the suite: ${reasonOf(error)}`,
          fix: 'make its settings with providerSettings(), or give the suite `settings` that the plugin accepts',
        },
        { cause: error },
      )
    }
  }

  async #probeFlows(): Promise<readonly OAuthFlow[]> {
    const running = await this.#createAt(placeholders, {})
    const { flows } = running.runtime
    await running.stop()
    return flows
  }

  async #startServers(): Promise<RunningServers> {
    const flows = await this.flows()
    const scopes = flows.flatMap((flow) => ('scopes' in flow ? flow.scopes : []))
    const redirectUris = flows.flatMap((flow) => (flow.kind === 'authorization-code' ? redirectUrisOf(flow) : []))
    const sandbox = await startSandbox({
      scopes: [...new Set(scopes)],
      redirectUris: [...new Set(redirectUris)],
      deviceIntervalSeconds: 0.05,
    })
    return { sandbox, api: await startRecordingUpstream({ answer: standardAnswer }) }
  }

  /** The path of the provider's own base URL, so that what is recorded has the paths that the provider will see. */
  #baseUrlPath(): Promise<string> {
    return (this.#basePath ??= this.createByDefault().then(
      async (running) => {
        await running.stop()
        return new URL(running.runtime.baseUrl).pathname.replace(/\/+$/, '')
      },
      // Whether it should have worked is the business of a rule.
      () => '',
    ))
  }

  async #packageName(): Promise<string> {
    const file = await this.package().catch(() => {})
    return file?.name ?? 'plugin-under-test'
  }

  /** A plugin with files of its own has them where it had them when it was created with the same storage. */
  async #placesOf(
    storage: TokenStorage,
  ): Promise<Pick<WatchedServicesOptions, 'directory' | 'configDirectory' | 'storage'>> {
    const { path: directory } = await (this.#directory ??= createTemporaryDirectory())
    const configDirectory =
      this.#configDirectories.get(storage) ?? `${directory}/config-${this.#configDirectoryCount++}`
    this.#configDirectories.set(storage, configDirectory)
    return { directory, configDirectory, storage }
  }
}

function quickness({ kind }: OAuthFlow): number {
  return kind === 'api-key' ? 0 : kind === 'device-code' ? 2 : 1
}

function redirectUrisOf({ redirect }: Extract<OAuthFlow, { kind: 'authorization-code' }>): readonly string[] {
  if (redirect.kind === 'manual') return [redirect.uri]
  const { path = '/callback' } = redirect
  return ['127.0.0.1', '[::1]', 'localhost'].map((host) => `http://${host}${path}`)
}
