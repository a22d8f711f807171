import type { Clock, Logger, ProviderPluginRuntime } from '@ccproxy/core'
import { ProviderModels } from './provider-models.js'

export interface ModelCatalogOptions {
  readonly providers: readonly ProviderPluginRuntime[]
  readonly clock: Pick<Clock, 'monotonic'>
  readonly logger: Logger
  /** Milliseconds that a provider has to list its models. Default 5,000. */
  readonly limitMs?: number
}

/** A model that can be asked for without a prefix. */
export interface ListedModel {
  /** `provider/model`, or an alias. */
  readonly id: string
  readonly provider: string
  readonly displayName: string | undefined
  readonly contextWindow: number | undefined
  /** Epoch ms. */
  readonly createdAt: number | undefined
}

/** The live lists of all providers, each kept for some minutes. */
export class ModelCatalog {
  readonly #shelves: readonly ProviderModels[]

  constructor({ providers, clock, logger, limitMs = 5000 }: ModelCatalogOptions) {
    this.#shelves = providers.map((provider) => new ProviderModels({ provider, clock, logger, limitMs }))
  }

  /** Who lists a model, in the order of the providers. Waits for a provider the first time only. */
  async ownersOf(model: string): Promise<readonly string[]> {
    const unknown = this.#shelves.map((shelf) => shelf.known()).filter((asking) => asking !== undefined)
    if (unknown.length > 0) await Promise.all(unknown)
    return this.#shelves.filter((shelf) => shelf.has(model)).map(({ name }) => name)
  }

  /** Every model of every provider that somebody is signed in to. `missing`: providers that gave no list. */
  async list(): Promise<{ readonly models: readonly ListedModel[]; readonly missing: readonly string[] }> {
    const parts = await Promise.all(
      this.#shelves.map(async (shelf) => {
        await shelf.known()
        return { shelf, isShown: await shelf.isSignedIn() }
      }),
    )
    const shown = parts.filter(({ isShown }) => isShown).map(({ shelf }) => shelf)
    return {
      models: shown.flatMap(({ name, models }) =>
        models.map(({ id, displayName, contextWindow, createdAt }) => ({
          id: `${name}/${id}`,
          provider: name,
          displayName,
          contextWindow,
          createdAt,
        })),
      ),
      missing: shown.filter(({ isMissing }) => isMissing).map(({ name }) => name),
    }
  }
}
