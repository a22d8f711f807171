import type { CCProxyError, Dialect } from '@ccproxy/core'
import type { ProviderError } from '@ccproxy/formats'
import type { AnswerSink, ResponseHead } from '../transport/upstream-attempt.js'

/** Where a translated answer goes. */
export interface ClientSink extends AnswerSink {
  /** @param failure why it is no whole answer, where the client was told in its own words already */
  end(failure?: CCProxyError): void
}

/** What every part of a translated answer works with. */
export interface AnswerContext {
  /** What the provider speaks. */
  readonly from: Dialect
  /** What the client speaks. */
  readonly to: Dialect
  readonly client: ClientSink
  /** Ours, for where the provider has none. */
  readonly requestId: string
  /** There will be no answer; the client has got nothing of it yet. */
  refuse(error: CCProxyError): void
  /** The provider said in an answer with status 200 that it failed. */
  providerFailed(error: ProviderError, head: ResponseHead): void
}
