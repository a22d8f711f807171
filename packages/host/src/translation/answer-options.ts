import type { CCProxyError, Logger } from '@ccproxy/core'
import type { Exchange } from '../transport/exchange.js'
import type { ExchangeReporter } from '../transport/exchange-reporter.js'
import type { HeaderList } from '../transport/header-list.js'
import type { RequestBody } from '../transport/request-body.js'
import type { AnswerContext, ClientSink } from './answer-context.js'
import { reportProviderError } from './report-provider-error.js'

/** What the translation is given of an exchange. */
export interface AnswerOptions {
  readonly exchange: Exchange
  readonly body: RequestBody
  /** The client's, as the provider may see them. */
  readonly headers: HeaderList
  readonly client: ClientSink
  readonly reporter: ExchangeReporter
  readonly logger: Logger
  /** Answers with an error and lets go of the provider. */
  refuse(error: CCProxyError): void
}

export function answerContext(options: AnswerOptions, dialects: Pick<AnswerContext, 'from' | 'to'>): AnswerContext {
  const { client, reporter, logger } = options
  const { requestId, provider } = options.exchange
  return {
    ...dialects,
    client,
    requestId,
    refuse: (error) => options.refuse(error),
    providerFailed: (error, head) => reportProviderError(error, head, { provider, reporter, logger }),
  }
}
