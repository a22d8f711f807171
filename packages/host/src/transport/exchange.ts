import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Dialect, HeaderEdits, ProviderPluginRuntime } from '@ccproxy/core'
import type { FailOver } from './fail-over.js'
import type { RequestBody } from './request-body.js'

/** One request of a client on its way to a provider. */
export interface Exchange {
  readonly requestId: string
  readonly provider: ProviderPluginRuntime
  /** Lower-cased and valid. */
  readonly account: string
  /** True: the client named it, so no plugin chooses another one. */
  readonly isAccountNamed?: boolean
  /** Raw target after /{provider}, with the query, client key parameter removed. Starts with '/'. */
  readonly path: string
  readonly dialect: Dialect | undefined
  /** What the provider is to be asked in, where it does not speak `dialect`. Absent: the bytes pass through. */
  readonly translateTo?: Dialect | undefined
  /** The provider's name of the model, where the route was found by it; the body or the path says the same. */
  readonly model?: string | undefined
  readonly incoming: IncomingMessage
  readonly outgoing: ServerResponse
  /** What was read of the request already. Absent: nothing was. */
  readonly body?: RequestBody | undefined
  /** What a change of the body means for its headers. */
  readonly headerEdits?: HeaderEdits | undefined
  /** Absent: the provider's refusal is the answer. */
  readonly failOver?: FailOver | undefined
  /** What `x-ccproxy-route` says of an answer whose head is about to go out. Absent: the path named the provider. */
  route?(): string
}
