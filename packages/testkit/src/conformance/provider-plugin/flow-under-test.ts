import { type CredentialKey, isLoopbackUrl, MemoryTokenStorage, type OAuthFlow, type TokenStorage } from '@ccproxy/core'
import { createScriptedInteraction, type ScriptedInteraction } from '../../sign-in/create-scripted-interaction.js'
import { fakeApiKey } from './fake-api-key.js'
import { FlowNotReadyError } from './finding-error.js'
import type { CreateOptions, PluginUnderTest } from './plugin-under-test.js'
import type { FlowPreparation } from './provider-plugin-options.js'
import { reasonOf } from './reason-of.js'
import type { RunningPlugin } from './running-plugin.js'
import { clientsFor } from './suite-settings.js'

/** How to sign in. */
interface Setup {
  readonly create: CreateOptions
  readonly answers: readonly string[]
  readonly preparation: FlowPreparation
}

/** A login, and the plugin that has it. */
export interface SignedIn extends AsyncDisposable {
  readonly running: RunningPlugin
  /** The plugin's: it may have one of its own. */
  readonly storage: TokenStorage
  readonly key: CredentialKey
  /** Absent: the login is older than this run of the plugin. */
  readonly interaction?: ScriptedInteraction
}

/** One way to sign in, and logins that were made by it. */
export class FlowUnderTest {
  readonly plugin: PluginUnderTest
  /** As it is before its own settings are known. */
  readonly declared: OAuthFlow
  #setup: Promise<Setup> | undefined
  #shared: Promise<TokenStorage> | undefined

  constructor(plugin: PluginUnderTest, declared: OAuthFlow) {
    this.plugin = plugin
    this.declared = declared
  }

  get key(): CredentialKey {
    return { provider: this.plugin.factory.name, account: 'default' }
  }

  /** @throws FlowNotReadyError naming what is missing */
  setup(): Promise<Setup> {
    return (this.#setup ??= this.#prepare())
  }

  /** Signs in at the authorization server of the suite, not at a server of its author's. */
  get isOwn(): boolean {
    return this.plugin.options.flows?.[this.declared.id] === undefined
  }

  /** Not signed in. @throws FlowNotReadyError */
  async create(options: CreateOptions = {}): Promise<RunningPlugin> {
    const { create } = await this.setup()
    return this.plugin.create({ ...create, ...options })
  }

  /** A login of its own, for a rule that ends or counts. @throws FlowNotReadyError also when the sign-in fails */
  async login(storage?: TokenStorage): Promise<SignedIn> {
    try {
      return await this.signIn(storage)
    } catch (error) {
      if (error instanceof FlowNotReadyError) throw error
      throw new FlowNotReadyError(
        {
          problem: `the sign-in by \`${this.declared.id}\` failed: ${reasonOf(error)}`,
          fix: 'correct what the rule sign-in says',
        },
        { cause: error },
      )
    }
  }

  /** @throws FlowNotReadyError, or what the sign-in failed with */
  async signIn(storage: TokenStorage = new MemoryTokenStorage()): Promise<SignedIn> {
    const { answers, preparation } = await this.setup()
    const running = await this.create({ storage })
    const { declared, key } = this
    const isManual = declared.kind === 'authorization-code' && declared.redirect.kind === 'manual'
    const person = preparation.person ?? (isManual ? 'pastes-url' : 'follows')
    const interaction = createScriptedInteraction({ answers, person })
    try {
      await running.runtime.manager.login(key, declared.id, interaction)
    } catch (error) {
      await running.stop()
      const [foreign] = running.watched.foreignCalls
      if (foreign === undefined) throw error
      throw new FlowNotReadyError(
        {
          problem: `the flow \`${declared.id}\` calls ${foreign}, which is not of this machine, whatever the settings say`,
          fix: 'take every address from the settings, or give `settings` that move it to the servers of the suite',
        },
        { cause: error },
      )
    }
    const { storage: own } = running.runtime
    return { running, storage: own, key, interaction, [Symbol.asyncDispose]: () => running.stop() }
  }

  /** The login that is shared by every rule that leaves it usable, in a plugin that just started. */
  async account(): Promise<SignedIn> {
    const storage = await (this.#shared ??= this.#signInOnce())
    const running = await this.create({ storage })
    return { running, storage: running.runtime.storage, key: this.key, [Symbol.asyncDispose]: () => running.stop() }
  }

  async close(): Promise<void> {
    const setup = await this.#setup?.catch(() => {})
    await setup?.preparation.stop?.()
  }

  async #signInOnce(): Promise<TokenStorage> {
    const storage = new MemoryTokenStorage()
    await (await this.login(storage))[Symbol.asyncDispose]()
    return storage
  }

  async #prepare(): Promise<Setup> {
    const { id, kind } = this.declared
    const { options } = this.plugin
    const servers = await this.plugin.servers()
    const prepare = options.flows?.[id]
    if (prepare === undefined && (kind === 'custom' || kind === 'linked' || kind === 'jwt-bearer')) {
      throw new FlowNotReadyError({
        problem: `the flow \`${id}\` is ${kind}: what it needs to sign in is known to its author only`,
        fix: `give \`flows: { '${id}': … }\`, which prepares it, or \`skip: { 'flow:${id}': 'the reason' }\``,
      })
    }
    const preparation = (await prepare?.(servers)) ?? {}
    const own = {
      ...(preparation.settings === undefined ? {} : { settings: preparation.settings }),
      ...(preparation.environment === undefined ? {} : { environment: preparation.environment }),
    }
    // The authorization server refuses who asks for nothing.
    const asksForNothing = 'scopes' in this.declared && this.declared.scopes.length === 0
    const scopes = asksForNothing ? { scopes: ['inference'] } : {}
    const candidates = clientsFor(this.declared, servers.sandbox).map(
      (client): CreateOptions => ({ ...own, client: { ...client, ...scopes } }),
    )
    let flow: OAuthFlow | undefined
    for (const create of candidates) {
      const running = await this.plugin.create(create)
      flow = running.runtime.flows.find((other) => other.id === id)
      await running.stop()
      if (flow === undefined || flow.unavailable !== undefined) continue
      assertLocal(flow)
      const answers = preparation.answers ?? (flow.kind === 'api-key' ? [fakeApiKey(flow, options.apiKey)] : [])
      return { create, answers, preparation }
    }
    throw new FlowNotReadyError(
      flow === undefined
        ? {
            problem: `the flow \`${id}\` is gone with the settings that it is to be tried with`,
            fix: 'return every flow whatever the settings; one that is not configured is returned with `unavailable`',
          }
        : {
            problem: `the flow \`${id}\` is unavailable with the settings of the suite: ${flow.unavailable?.reason ?? ''}`,
            fix: `give what it needs by \`flows: { '${id}': … }\` or \`settings\`, or skip it: \`skip: { 'flow:${id}': 'the reason' }\``,
          },
    )
  }
}

/** Nobody signs in to a real provider by running tests. */
function assertLocal(flow: OAuthFlow): void {
  const endpoints: readonly (readonly [string, string | undefined])[] = [
    ['authorizeUrl', flow.kind === 'authorization-code' ? flow.authorizeUrl : undefined],
    ['deviceAuthorizationUrl', flow.kind === 'device-code' ? flow.deviceAuthorizationUrl : undefined],
    ['token.url', 'token' in flow ? flow.token.url : undefined],
  ]
  for (const [name, url] of endpoints) {
    if (url === undefined || (URL.canParse(url) && isLoopbackUrl(new URL(url)))) continue
    throw new FlowNotReadyError({
      problem: `\`${name}\` of the flow \`${flow.id}\` is ${url === '' ? 'empty' : url} whatever the settings say`,
      fix: 'take endpoints from the settings (`oauth.authorize_url`, `oauth.token_url`, …), or give `settings` that move them to the servers of the suite',
    })
  }
}
