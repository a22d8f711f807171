import {
  CCProxyError,
  type Clock,
  type Logger,
  type Model,
  type ProviderPluginRuntime,
  toCCProxyError,
} from '@ccproxy/core'
import { withTimeLimit } from '../registry/time-limit.js'
import { usableAccount } from './usable-account.js'

export interface ProviderModelsOptions {
  readonly provider: ProviderPluginRuntime
  readonly clock: Pick<Clock, 'monotonic'>
  readonly logger: Logger
  /** Milliseconds for one list. */
  readonly limitMs: number
}

type Outcome = 'unknown' | 'listed' | 'failed' | 'signed-out'

/** Milliseconds until a list is asked for again. A login that another process made is seen within two seconds. */
const renewalMs: Readonly<Record<Outcome, number>> = {
  unknown: 0,
  listed: 5 * 60_000,
  failed: 30_000,
  'signed-out': 2000,
}

/** A list that could not be renewed for so long says nothing any more. */
const staleMs = 60 * 60_000

const maxModels = 5000
const maxIdLength = 256

/** The day at the end of a dated name: who lists `claude-x-20251001` has `claude-x`, too. */
const date = /-\d{8}$/

/** What one provider lists, as far as it is known. */
export class ProviderModels {
  readonly #options: ProviderModelsOptions
  #models: readonly Model[] = []
  #ids: ReadonlySet<string> = new Set()
  #outcome: Outcome = 'unknown'
  #askedAt = 0
  #listedAt = 0
  #flight: Promise<void> | undefined

  constructor(options: ProviderModelsOptions) {
    this.#options = options
  }

  get name(): string {
    return this.#options.provider.name
  }

  get models(): readonly Model[] {
    return this.#models
  }

  /** There is no list, although somebody is signed in. */
  get isMissing(): boolean {
    return this.#outcome === 'failed' && this.#models.length === 0
  }

  has(id: string): boolean {
    return this.#ids.has(id)
  }

  /** Somebody is signed in now. */
  async isSignedIn(): Promise<boolean> {
    return (await usableAccount(this.#options.provider)) !== undefined
  }

  /**
   * What to wait for, if nothing is known; it never rejects. What is old is renewed in the background: a provider that
   * fails or is slow is waited for once. Costs a look at the clock while the list is young.
   */
  known(): Promise<void> | undefined {
    const now = this.#options.clock.monotonic()
    if (this.#outcome !== 'unknown' && now - this.#askedAt < renewalMs[this.#outcome]) return undefined
    this.#flight ??= this.#ask().finally(() => {
      this.#flight = undefined
    })
    return this.#outcome === 'unknown' || this.#outcome === 'signed-out' ? this.#flight : undefined
  }

  async #ask(): Promise<void> {
    const { provider, clock, logger, limitMs } = this.#options
    try {
      const account = await usableAccount(provider)
      if (account === undefined) {
        this.#learn('signed-out', [])
        return
      }
      // The signal ends the call; a plugin that does not listen must not be waited for.
      const list = provider.models?.(AbortSignal.timeout(limitMs), account) ?? Promise.resolve([])
      const models = await withTimeLimit(
        list,
        limitMs,
        () => new CCProxyError('CCPROXY_UPSTREAM_TIMEOUT', `the models of ${provider.name} were not listed in time`),
      )
      this.#learn('listed', models)
      this.#listedAt = clock.monotonic()
    } catch (error) {
      logger.warn('the models of a provider could not be listed', {
        provider: provider.name,
        error: toCCProxyError(error),
      })
      this.#learn('failed', clock.monotonic() - this.#listedAt < staleMs ? this.#models : [])
    }
  }

  #learn(outcome: Outcome, models: readonly Model[]): void {
    this.#outcome = outcome
    this.#askedAt = this.#options.clock.monotonic()
    this.#models = models.slice(0, maxModels).filter(({ id }) => id !== '' && id.length <= maxIdLength)
    this.#ids = new Set(this.#models.flatMap(({ id }) => [id, id.replace(date, '')]))
  }
}
