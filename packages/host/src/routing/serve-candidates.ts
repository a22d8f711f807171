import type { ServerResponse } from 'node:http'
import { type Limit, type Logger, toCCProxyError } from '@ccproxy/core'
import type { Exchange } from '../transport/exchange.js'
import type { Refusal } from '../transport/fail-over.js'
import type { RequestBody } from '../transport/request-body.js'
import { type Candidate, candidateLabel } from './candidate.js'
import type { CoolDowns } from './cool-downs.js'
import { isForOthers } from './is-for-others.js'

export interface ServeOptions {
  /** Best first, not empty. */
  readonly candidates: readonly Candidate[]
  readonly body: RequestBody
  readonly outgoing: ServerResponse
  readonly coolDowns: CoolDowns
  readonly logger: Logger
  readonly requestId: string
  exchange(candidate: Candidate, body: RequestBody): Exchange
  forward(exchange: Exchange): Promise<void>
}

/** A refusal that the client may still get to see, if nobody serves. */
interface HeldRefusal {
  readonly refusal: Refusal
  settle(isAnswer: boolean): void
}

/** Asks one candidate after the other until one serves. Never rejects. */
export async function serveCandidates(options: ServeOptions): Promise<void> {
  const { candidates, body, coolDowns } = options
  const trail = new Trail()
  const warm = candidates.filter((candidate) => !coolDowns.isCooling(candidateLabel(candidate)))
  // Somebody must be asked, and it is the provider's to say that it is too early.
  const order = warm.length > 0 ? warm : candidates.slice(0, 1)
  for (const candidate of candidates) if (!order.includes(candidate)) trail.add(candidate, 'cooling-down')
  const [only] = order
  if (only === undefined) return
  if (order.length === 1 || !body.isReplayable) {
    await options.forward({ ...options.exchange(only, body), route: () => trail.describe(only) })
    return
  }
  await new Attempts(options, trail).run(order)
}

class Attempts {
  readonly #options: ServeOptions
  readonly #trail: Trail
  readonly #running: Promise<void>[] = []
  /** What the client gets if nobody serves: the first word of a provider, else the first of ours. */
  #held: HeldRefusal | undefined

  constructor(options: ServeOptions, trail: Trail) {
    this.#options = options
    this.#trail = trail
  }

  async run(order: readonly Candidate[]): Promise<void> {
    for (const [index, candidate] of order.entries()) {
      if (this.#options.outgoing.destroyed) break
      const refusal = await this.#try(candidate, index > 0)
      if (refusal === undefined) {
        this.#held?.settle(false)
        break
      }
      this.#hold(refusal)
      this.#note(candidate, refusal.refusal, order[index + 1])
    }
    this.#held?.settle(true)
    await Promise.all(this.#running)
  }

  /** @returns the refusal; undefined: the client has its answer */
  async #try(candidate: Candidate, isFollowUp: boolean): Promise<HeldRefusal | undefined> {
    const { candidates, body } = this.#options
    const refused = Promise.withResolvers<HeldRefusal>()
    const run = this.#options.forward({
      ...this.#options.exchange(candidate, body.fork()),
      route: () => {
        // Its head goes out: nobody else's will.
        if (this.#held !== undefined && !this.#trail.has(candidate)) this.#held.settle(false)
        return this.#trail.describe(candidate)
      },
      failOver: {
        isFollowUp,
        refused: (refusal) => {
          // What is wrong with the request, the provider that was asked for may say. Others were not asked for.
          if (candidate === candidates[0] && !isForOthers(refusal)) return Promise.resolve(true)
          const verdict = Promise.withResolvers<boolean>()
          refused.resolve({ refusal, settle: (isAnswer) => verdict.resolve(isAnswer) })
          return verdict.promise
        },
      },
    })
    this.#running.push(run)
    return Promise.race([refused.promise, run.then(() => undefined)])
  }

  #hold(held: HeldRefusal): void {
    const before = this.#held
    if (before !== undefined && (before.refusal.from === 'provider' || held.refusal.from === 'us')) {
      held.settle(false)
      return
    }
    before?.settle(false)
    this.#held = held
  }

  #note(candidate: Candidate, refusal: Refusal, next: Candidate | undefined): void {
    const { coolDowns, logger, requestId } = this.#options
    const reason = refusal.from === 'provider' ? refusal.kind : refusal.error.code
    const label = candidateLabel(candidate)
    this.#trail.add(candidate, reason)
    coolDowns.note(label, refusal, this.#limitsOf(candidate, refusal))
    const to = next === undefined ? undefined : candidateLabel(next)
    logger.warn('a model could not be had', { requestId, model: label, reason, ...(to !== undefined && { next: to }) })
  }

  #limitsOf({ provider: { name, adapter } }: Candidate, refusal: Refusal): readonly Limit[] {
    if (refusal.from !== 'provider') return []
    try {
      return adapter.limits?.(refusal.head.headers) ?? []
    } catch (error) {
      const details = { provider: name, error: toCCProxyError(error) }
      this.#options.logger.warn('an adapter could not read its limits', details)
      return []
    }
  }
}

/** Who was asked and why they did not serve. */
class Trail {
  readonly #reasons = new Map<Candidate, string>()

  add(candidate: Candidate, reason: string): void {
    this.#reasons.set(candidate, reason)
  }

  has(candidate: Candidate): boolean {
    return this.#reasons.has(candidate)
  }

  describe(answering: Candidate): string {
    const others = [...this.#reasons].filter(([candidate]) => candidate !== answering)
    const tried = others.map(([candidate, reason]) => `${candidateLabel(candidate)} ${reason}`).join(', ')
    return tried === '' ? candidateLabel(answering) : `${candidateLabel(answering)}; tried="${tried}"`
  }
}
