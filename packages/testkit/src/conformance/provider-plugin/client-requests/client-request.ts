import type { Dialect } from '@ccproxy/core'

/** What a client sends, as far as a proxy may look at it. Its credential is a placeholder, its body small. */
export interface ClientRequestFixture {
  /** Names the golden file. */
  readonly client: string
  readonly dialect: Dialect
  readonly method: 'GET' | 'POST'
  /** After `/{provider}`, with the query. */
  readonly path: string
  /** In the order and case in which the client sends them; without host, length and connection. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body?: Readonly<Record<string, unknown>>
}

/** What a client is told to use as its key; it is of no value anywhere, and must not reach any provider. */
export const placeholderCredential = 'fake-placeholder-credential-of-the-client'

export const json = ['content-type', 'application/json'] as const
