import { type CCProxyError, classifyByStatus, type FailureKind, type Logger, toCCProxyError } from '@ccproxy/core'
import type { Exchange } from './exchange.js'
import type { ExchangeReporter } from './exchange-reporter.js'
import type { FailOver } from './fail-over.js'
import { classifyFailure, type FailureCopy } from './failure-copy.js'
import { PeekedAnswer } from './peeked-answer.js'
import type { ResponseHead, UpstreamAttempt } from './upstream-attempt.js'

/** Whether an exchange that its provider refused is answered by somebody else. */
export class OfferToOthers {
  readonly #exchange: Exchange
  readonly #reporter: ExchangeReporter
  readonly #logger: Logger
  readonly #failOver: FailOver
  #state: 'open' | 'ours' | 'taken' = 'open'

  constructor(exchange: Exchange, failOver: FailOver, reporter: ExchangeReporter, logger: Logger) {
    this.#exchange = exchange
    this.#failOver = failOver
    this.#reporter = reporter
    this.#logger = logger
  }

  /** Nothing may go to the client before somebody was asked. */
  get isOpen(): boolean {
    return this.#state === 'open'
  }

  /** The exchange is over, and says nothing to the client. */
  get isTaken(): boolean {
    return this.#state === 'taken'
  }

  /** @returns the refusal when it is the answer after all; undefined: somebody else answers */
  async refusal(attempt: UpstreamAttempt, head: ResponseHead): Promise<PeekedAnswer | undefined> {
    const peeked = await PeekedAnswer.of(attempt)
    const kind = await this.#classify(head, peeked.copy)
    const isOurs = await this.#failOver.refused({ from: 'provider', head, kind })
    this.#state = isOurs ? 'ours' : 'taken'
    if (isOurs) return peeked
    peeked.discard()
    this.#reporter.providerError(head.status, kind)
    return undefined
  }

  /** @returns false when the error is the answer after all */
  async error(error: CCProxyError): Promise<boolean> {
    const isOurs = await this.#failOver.refused({ from: 'us', error })
    this.#state = isOurs ? 'ours' : 'taken'
    if (isOurs) return false
    if (error.code.startsWith('CCPROXY_UPSTREAM_')) this.#reporter.providerError(error.status, 'transport')
    return true
  }

  async #classify(head: ResponseHead, copy: FailureCopy): Promise<FailureKind> {
    const { provider } = this.#exchange
    try {
      return await classifyFailure(provider.adapter, head, copy)
    } catch (error) {
      const details = { provider: provider.name, error: toCCProxyError(error) }
      this.#logger.warn('an adapter could not classify a failure', details)
      return classifyByStatus(head.status)
    }
  }
}
