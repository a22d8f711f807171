import { type CCProxyError, type FailureKind, type Logger, type MeteredAnswer, toCCProxyError } from '@ccproxy/core'
import { logRequest } from './access-line.js'
import type { ClientAnswer } from './client-answer.js'
import type { Exchange } from './exchange.js'
import type { ExchangeReporter } from './exchange-reporter.js'
import { classifyFailure } from './failure-copy.js'

export interface ConcludedExchange {
  readonly exchange: Exchange
  readonly reporter: ExchangeReporter
  readonly answer: ClientAnswer
  /** What the provider answered, where the client read it in other words. */
  readonly translated: Pick<ClientAnswer, 'head' | 'copy'> | undefined
  /** What we could not do; a refusal of the provider is an answer like any other. */
  readonly failure: CCProxyError | undefined
  readonly metered: MeteredAnswer
  readonly logger: Logger
  /** False: the log keeps nothing of a request that succeeds. */
  readonly logsRequests: boolean
}

/** Tells observers and the log how it ended. */
export async function concludeExchange({
  exchange,
  reporter,
  answer,
  translated,
  failure,
  metered,
  logger,
  logsRequests,
}: ConcludedExchange): Promise<void> {
  const { provider, requestId } = exchange
  const { head, bytes } = answer
  if (failure !== undefined) {
    const { code, status } = failure
    if (code.startsWith('CCPROXY_UPSTREAM_')) reporter.providerError(status, 'transport')
    if (code !== 'CCPROXY_HTTP_ABORTED')
      logger.warn('a request failed', { requestId, provider: provider.name, error: failure })
    if (logsRequests)
      logRequest(logger, { exchange, reporter, status: head?.status ?? status, bytes, metered, reason: code })
    reporter.failed(code, metered)
    return
  }
  if (head === undefined) return
  let reason: FailureKind | undefined
  const said = translated?.head === undefined ? answer : translated
  if (said.head !== undefined && said.head.status >= 400) {
    try {
      const kind = await classifyFailure(provider.adapter, said.head, said.copy)
      reporter.providerError(said.head.status, kind)
      reason = kind
    } catch (error) {
      logger.warn('an adapter could not classify a failure', { provider: provider.name, error: toCCProxyError(error) })
    }
  }
  if (logsRequests) logRequest(logger, { exchange, reporter, status: head.status, bytes, metered, reason })
  reporter.completed(head.status, bytes, metered)
}
