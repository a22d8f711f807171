import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Dialect, ProviderPluginRuntime } from '@ccproxy/core'

/** One request of a client on its way to a provider. */
export interface Exchange {
  readonly requestId: string
  readonly provider: ProviderPluginRuntime
  /** Lower-cased and valid. */
  readonly account: string
  /** Raw target after /{provider}, with the query, client key parameter removed. Starts with '/'. */
  readonly path: string
  readonly dialect: Dialect | undefined
  readonly incoming: IncomingMessage
  readonly outgoing: ServerResponse
}
