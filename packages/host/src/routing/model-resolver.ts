import { CCProxyError, type ProviderPluginRuntime } from '@ccproxy/core'
import type { HostSettings } from '../config/host-settings.js'
import { defaultAccount } from './account-name.js'
import type { AliasTable } from './alias-table.js'
import type { Candidate } from './candidate.js'
import { parseReference } from './model-reference.js'

export interface ModelResolverOptions {
  readonly providers: readonly ProviderPluginRuntime[]
  readonly settings: Pick<HostSettings, 'models' | 'fallbacks'>
  readonly aliases: AliasTable
  /** Which providers list a model, by name, in the order of `providers`. */
  ownersOf(model: string): Promise<readonly string[]>
}

export interface ModelQuestion {
  /** As the client wrote it. Absent: it named none. */
  readonly model: string | undefined
  /** Of `x-ccproxy-account`: it wins over what a reference names. */
  readonly account: string | undefined
  /** Whether another model can do the same. */
  readonly canFallBack: boolean
}

/** More are never tried for one request. */
const maxCandidates = 16

/** Finds who serves a model: an alias, a provider in front of it, whoever lists it, the default provider; in this order. */
export class ModelResolver {
  readonly #options: ModelResolverOptions
  readonly #providers: ReadonlyMap<string, ProviderPluginRuntime>

  constructor(options: ModelResolverOptions) {
    this.#options = options
    this.#providers = new Map(options.providers.map((provider) => [provider.name, provider]))
  }

  /**
   * The ways to serve a request, best first.
   * @throws CCPROXY_MODEL_MISSING | CCPROXY_MODEL_UNKNOWN | CCPROXY_PROVIDER_UNKNOWN | CCPROXY_CREDENTIAL_ACCOUNT_NAME
   */
  async resolve(question: ModelQuestion): Promise<readonly Candidate[]> {
    const { model, account, canFallBack } = question
    if (model === undefined) return [{ provider: this.#defaultOrThrow(), account: account ?? defaultAccount, model }]
    const { aliases, settings } = this.#options
    const reference = aliases.named(model) === undefined ? this.#referenceOf(model) : undefined
    const targets = reference === undefined ? (aliases.named(model) ?? aliases.fitting(model)) : undefined
    const asked =
      targets === undefined ? [reference ?? (await this.#unprefixed(model))] : await this.#meantBy(model, targets)
    // Who lists models in an alias has said what to try.
    const more =
      canFallBack && (targets ?? []).length < 2 ? await this.#known(aliases.expanded(settings.fallbacks)) : []
    const all = [...asked, ...more].map((candidate) => ({ ...candidate, account: account ?? candidate.account }))
    return distinct(canFallBack ? all : all.slice(0, 1)).slice(0, maxCandidates)
  }

  /** The provider of what nobody is known to own. */
  get #default(): ProviderPluginRuntime | undefined {
    const { providers, settings } = this.#options
    const name = settings.models.default
    if (name === undefined) return providers.length === 1 ? providers[0] : undefined
    return this.#providers.get(name)
  }

  #defaultOrThrow(): ProviderPluginRuntime {
    const provider = this.#default
    if (provider !== undefined) return provider
    this.#assertDefaultRuns()
    throw new CCProxyError('CCPROXY_MODEL_MISSING', 'the request names no model, and there is no default provider', {
      hint: `Name a model such as "${this.#example()}/…", use /${this.#example()}/v1/…, or set models.default.`,
    })
  }

  #referenceOf(text: string): Candidate | undefined {
    const reference = parseReference(text, (name) => this.#providers.has(name))
    const provider = reference === undefined ? undefined : this.#providers.get(reference.provider)
    if (reference === undefined || provider === undefined) return undefined
    return { provider, account: reference.account ?? defaultAccount, model: reference.model }
  }

  async #unprefixed(model: string): Promise<Candidate> {
    const provider = (await this.#owner(model)) ?? this.#default
    if (provider !== undefined) return { provider, account: defaultAccount, model }
    this.#assertDefaultRuns()
    throw this.#unknown(`no provider lists the model ${shown(model)}, and there is no default provider`, model)
  }

  async #meantBy(alias: string, targets: readonly string[]): Promise<readonly Candidate[]> {
    const known = await this.#known(targets)
    if (known.length > 0) return known
    throw this.#unknown(`the alias for ${shown(alias)} names ${targets.map(shown).join(', ')}, which no provider has`)
  }

  /** What settings name, without what cannot be had: a provider that does not run must not keep others from being asked. */
  async #known(targets: readonly string[]): Promise<readonly Candidate[]> {
    const candidates: Candidate[] = []
    for (const target of targets) {
      const candidate = this.#referenceOf(target) ?? (await this.#bare(target))
      if (candidate !== undefined) candidates.push(candidate)
    }
    return candidates
  }

  async #bare(model: string): Promise<Candidate | undefined> {
    // With a slash it names a provider that does not run, unless somebody lists it so.
    const provider = (await this.#owner(model)) ?? (model.includes('/') ? undefined : this.#default)
    return provider === undefined ? undefined : { provider, account: defaultAccount, model }
  }

  async #owner(model: string): Promise<ProviderPluginRuntime | undefined> {
    // Nobody has to be asked.
    if (this.#providers.size < 2) return undefined
    const owners = await this.#options.ownersOf(model)
    const preferred = this.#default
    const name = preferred !== undefined && owners.includes(preferred.name) ? preferred.name : owners[0]
    return name === undefined ? undefined : this.#providers.get(name)
  }

  /** @throws CCPROXY_PROVIDER_UNKNOWN */
  #assertDefaultRuns(): void {
    const name = this.#options.settings.models.default
    if (name === undefined) return
    throw new CCProxyError('CCPROXY_PROVIDER_UNKNOWN', `models.default names ${shown(name)}, which does not run`)
  }

  #unknown(message: string, model = '…'): CCProxyError {
    const hint = `Say "${this.#example()}/${shown(model)}", or set models.default; GET /v1/models lists what there is.`
    return new CCProxyError('CCPROXY_MODEL_UNKNOWN', message, { hint })
  }

  #example(): string {
    return this.#options.providers[0]?.name ?? '<provider>'
  }
}

function distinct(candidates: readonly Candidate[]): readonly Candidate[] {
  const seen = new Set<string>()
  return candidates.filter(({ provider, account, model }) => {
    const key = `${provider.name}@${account}/${model}`
    const isNew = !seen.has(key)
    seen.add(key)
    return isNew
  })
}

/** It came from a client or a file, and goes into a message. */
function shown(text: string): string {
  return text.slice(0, 128).replaceAll(/[^\x20-\x7e]/g, '?')
}
