import {
  type Dialect,
  type HookBus,
  type Logger,
  type MeteredAnswer,
  type TokenUsage,
  toCCProxyError,
} from '@ccproxy/core'
import type { JsonObject } from '@ccproxy/formats'
import { parseUsage } from '@ccproxy/formats/usage'
import type { OutgoingRequest } from '../transport/outgoing-request.js'
import type { AnswerSink, ResponseHead } from '../transport/upstream-attempt.js'
import { tokenUsage } from './token-usage.js'
import { TurnEnd } from './turn-end.js'
import { UsageMeter } from './usage-meter.js'

export interface AnsweredRequest {
  readonly requestId: string
  readonly method: string
  /** As the provider got it. */
  readonly request: OutgoingRequest
  readonly head: ResponseHead
}

/** Calls whose answers count as those of Chat Completions do. */
const countsLikeChat = /^\/v1\/(?:completions|embeddings)(?:\?|$)/

/** What models count, for the log and for observers of `request.completed`; costs nothing when neither wants it. */
export class UsageMetering {
  readonly #hooks: HookBus
  readonly #isAlwaysWanted: boolean
  readonly #logger: Logger
  readonly #turnEnd = new TurnEnd()

  /** @param isAlwaysWanted the log tells the tokens of each request */
  constructor(hooks: HookBus, logger: Logger, isAlwaysWanted: boolean) {
    this.#isAlwaysWanted = isAlwaysWanted
    this.#hooks = hooks
    this.#logger = logger
  }

  /** @returns what looks at the answer before the sink; undefined: there is nothing to count, or nobody wants to know */
  meter({ requestId, method, request, head }: AnsweredRequest, sink: AnswerSink): UsageMeter | undefined {
    // What is asked by GET was counted when it was made.
    const isWanted = this.#isAlwaysWanted || this.#hooks.observed('request.completed')
    if (!isWanted || method !== 'POST' || head.status >= 300) return undefined
    const dialect = request.dialect ?? (countsLikeChat.test(request.path) ? 'openai-chat' : undefined)
    const meter = dialect === undefined ? undefined : UsageMeter.of(head, dialect, sink)
    if (dialect !== undefined && meter === undefined)
      this.#logger.debug('an answer is of no kind that usage can be read from', { requestId })
    return meter
  }

  /** Once the exchange is over. Never rejects. */
  async read(meter: UsageMeter, requestId: string): Promise<MeteredAnswer> {
    // Answers first. Read in a row, they take little: in between, each cost a twelfth of a small request.
    await this.#turnEnd.wait()
    const { dialect, told } = meter
    if (told !== undefined) return metered(told.usage === undefined ? undefined : tokenUsage(told.usage), told.model)
    const { usage, model, isDamaged } = await meter.found()
    if (isDamaged) this.#logger.debug('the encoding of an answer is damaged: its usage is not known', { requestId })
    const counted = usage === undefined ? undefined : this.#parse(dialect, usage, requestId)
    return metered(counted, model)
  }

  #parse(dialect: Dialect, usage: JsonObject, requestId: string): TokenUsage | undefined {
    try {
      const counted = parseUsage(dialect, usage)
      return counted === undefined ? undefined : tokenUsage(counted)
    } catch (error) {
      this.#logger.debug('the usage of an answer is not what it should be', { requestId, error: toCCProxyError(error) })
      return undefined
    }
  }
}

function metered(usage: TokenUsage | undefined, model: string | undefined): MeteredAnswer {
  return { ...(usage !== undefined && { usage }), ...(model !== undefined && { model }) }
}
