import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Dialect } from '@ccproxy/core'

/** A request whose path names no provider. */
export interface UnprefixedRequest {
  readonly requestId: string
  /** Raw target with the query, client key parameter removed. */
  readonly path: string
  /** Lower-cased and valid. Absent: the client named none. */
  readonly account: string | undefined
  /** What the client speaks, where that can be told. */
  readonly dialect: Dialect | undefined
  readonly incoming: IncomingMessage
  readonly outgoing: ServerResponse
}
