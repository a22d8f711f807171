import type { HeaderReader } from './headers.js'

export type FailureKind =
  | 'credential-rejected'
  | 'forbidden'
  | 'rate-limited'
  | 'quota-exhausted'
  | 'overloaded'
  | 'server-error'
  | 'client-error'

/** Only for answers ≥ 400 and for error events in a 200 stream; `error` is read from at most 64 KiB, the client still gets every byte. */
export interface UpstreamFailure {
  readonly status: number
  readonly headers: HeaderReader
  readonly error?: {
    readonly type?: string
    readonly code?: string
    readonly message?: string
    /** What the provider adds in a shape of its own, unchecked: `details` of Anthropic and Google, `metadata` of OpenRouter. */
    readonly details?: unknown
  }
}
