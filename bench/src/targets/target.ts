import type { RequestOptions } from '../load/request-bytes.ts'

/** A server that requests are sent to. */
export interface Target extends Pick<RequestOptions, 'port' | 'key' | 'headers'> {
  /** The process whose time and memory count. */
  readonly pid: number
  /** Below which the paths of a provider are, by the provider's name; empty: as the provider has them. */
  prefix(provider: string): string
  [Symbol.asyncDispose](): Promise<void>
}

/** A key that a client shows; it opens nothing. */
export const fakeKey = 'sk-ant-fake-key-of-the-bench'

/** What a server that only hands on is asked. */
export const plain: Pick<Target, 'key' | 'headers' | 'prefix'> = { key: fakeKey, headers: {}, prefix: () => '' }
