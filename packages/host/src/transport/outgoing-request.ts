import type { Dialect } from '@ccproxy/core'
import type { HeaderList } from './header-list.js'

/** A request as it goes to the provider, before its adapter signs it. */
export interface OutgoingRequest {
  /** Below the base URL, with the query. */
  readonly path: string
  readonly dialect: Dialect | undefined
  readonly model: string | undefined
  readonly headers: HeaderList
}
