import {
  type CCProxyError,
  classifyByStatus,
  type Dialect,
  type FailureKind,
  type Logger,
  toCCProxyError,
  type UpstreamFailure,
} from '@ccproxy/core'
import type { ProviderError } from '@ccproxy/formats'
import { retryDelay } from '../routing/retry-time.js'
import type { Exchange } from './exchange.js'
import type { ExchangeReporter } from './exchange-reporter.js'
import type { FailOver } from './fail-over.js'
import { readFailure } from './failure-copy.js'
import { isEventStream } from './is-event-stream.js'
import { PeekedAnswer } from './peeked-answer.js'
import type { ResponseHead, UpstreamAttempt } from './upstream-attempt.js'

export interface OfferOptions {
  readonly exchange: Exchange
  readonly failOver: FailOver
  readonly reporter: ExchangeReporter
  readonly logger: Logger
  /** Milliseconds after which a client without an event gets a sign of life. */
  readonly keepAliveMs: number
}

/** Whether an exchange that its provider refused is answered by somebody else. */
export class OfferToOthers {
  readonly #options: OfferOptions
  #state: 'open' | 'ours' | 'taken' = 'open'

  constructor(options: OfferOptions) {
    this.#options = options
  }

  /** Nothing may go to the client before somebody was asked. */
  get isOpen(): boolean {
    return this.#state === 'open'
  }

  /** The exchange is over, and says nothing to the client. */
  get isTaken(): boolean {
    return this.#state === 'taken'
  }

  /** Whether nothing of an answer may go out before its start was read: refusals, and streams, which may begin with one. */
  concerns(head: ResponseHead): boolean {
    if (!this.isOpen || (head.status >= 300 && head.status < 400)) return false
    return head.status >= 400 || (isEventStream(head) && isPlain(head))
  }

  /**
   * @param dialect what the provider speaks
   * @returns the answer, from its first byte, when it is one after all; undefined: somebody else answers
   */
  async held(
    attempt: UpstreamAttempt,
    head: ResponseHead,
    dialect: Dialect | undefined,
  ): Promise<PeekedAnswer | undefined> {
    return head.status >= 400 ? this.#refusal(attempt, head) : this.#stream(attempt, head, dialect)
  }

  async #refusal(attempt: UpstreamAttempt, head: ResponseHead): Promise<PeekedAnswer | undefined> {
    const peeked = await PeekedAnswer.of(attempt)
    const failure = await readFailure(head, peeked.copy)
    return this.#offer(peeked, head, failure, retryDelay(failure.error?.details))
  }

  /** A provider may answer 200 before it knows whether it can serve. */
  async #stream(
    attempt: UpstreamAttempt,
    head: ResponseHead,
    dialect: Dialect | undefined,
  ): Promise<PeekedAnswer | undefined> {
    // Then the client is due a sign of life, and that begins with the head.
    const peeked = await PeekedAnswer.ofStream(attempt, this.#options.keepAliveMs)
    const error = await openingError(peeked, dialect)
    if (error !== undefined) {
      const { status, message, type, code, retryAfterMs } = error
      const said = { message, ...(type !== undefined && { type }), ...(code !== undefined && { code }) }
      return this.#offer(peeked, head, { status, headers: head.headers, error: said }, retryAfterMs)
    }
    const broken = peeked.failure
    if (broken?.code.startsWith('CCPROXY_UPSTREAM_') !== true) this.#state = 'ours'
    else if (await this.error(broken)) return undefined
    return peeked
  }

  async #offer(
    peeked: PeekedAnswer,
    head: ResponseHead,
    failure: UpstreamFailure,
    retryAfterMs: number | undefined,
  ): Promise<PeekedAnswer | undefined> {
    const kind = this.#classify(failure)
    const isOurs = await this.#options.failOver.refused({ from: 'provider', head, kind, retryAfterMs })
    this.#state = isOurs ? 'ours' : 'taken'
    if (isOurs) return peeked
    peeked.discard()
    this.#options.reporter.providerError(failure.status, kind)
    return undefined
  }

  /** @returns false when the error is the answer after all */
  async error(error: CCProxyError): Promise<boolean> {
    const isOurs = await this.#options.failOver.refused({ from: 'us', error })
    this.#state = isOurs ? 'ours' : 'taken'
    if (isOurs) return false
    if (error.code.startsWith('CCPROXY_UPSTREAM_')) this.#options.reporter.providerError(error.status, 'transport')
    return true
  }

  #classify(failure: UpstreamFailure): FailureKind {
    const { logger } = this.#options
    const { provider } = this.#options.exchange
    try {
      return provider.adapter.classify?.(failure) ?? classifyByStatus(failure.status)
    } catch (error) {
      const details = { provider: provider.name, error: toCCProxyError(error) }
      logger.warn('an adapter could not classify a failure', details)
      return classifyByStatus(failure.status)
    }
  }
}

function isPlain({ headers }: ResponseHead): boolean {
  const encoding = headers.get('content-encoding')?.trim().toLowerCase() ?? ''
  return encoding === '' || encoding === 'identity'
}

/** What reads errors is loaded only for what looks like one. */
async function openingError(
  { opening }: PeekedAnswer,
  dialect: Dialect | undefined,
): Promise<ProviderError | undefined> {
  if (
    opening === undefined ||
    dialect === undefined ||
    !/"error"|response\.failed|"finish_?[rR]eason"\s*:\s*"/.test(opening.text)
  )
    return undefined
  const { openingFailure } = await import('../translation/opening-failure.js')
  // Whose last event lacks its empty line has said it all the same.
  return openingFailure(dialect, Buffer.from(`${opening.text}\n\n`, 'latin1'))
}
