import type { HttpClient } from '../http/http-client.js'
import type { TokenSnapshot } from '../snapshot/token-snapshot.js'
import type { Dialect } from './dialect.js'
import type { HeaderEdits, HeaderReader } from './headers.js'
import type { FailureKind, UpstreamFailure } from './upstream-failure.js'

export interface ClientRequest {
  readonly id: string
  readonly method: string
  /** After /{provider}, with the query. */
  readonly path: string
  readonly dialect: Dialect | undefined
  readonly model: string | undefined
  readonly headers: HeaderReader
}

export interface PrepareInput {
  readonly request: ClientRequest
  /** `token.key.account` names the account. */
  readonly token: TokenSnapshot
  /** Already the account's; no trailing slash. */
  readonly baseUrl: string
}

/** A URL and a header patch, never the bytes: pass-through holds by construction. */
export interface UpstreamRequest {
  /** Default: baseUrl + request.path, a `/v1` at the seam not doubled. Must stay under the origin and path of baseUrl. */
  readonly url?: string
  readonly headers: HeaderEdits
  /**
   * Its presence makes the host buffer and parse the body. Names what it dropped (x-ccproxy-dropped). The very object that
   * came, given back: the client's bytes go out as they are.
   */
  rewrite?(body: Readonly<Record<string, unknown>>): {
    readonly body: Readonly<Record<string, unknown>>
    readonly dropped?: readonly string[]
  }
  /** Upstream only streams: stream there, aggregate to the one answer that the client asked for. */
  readonly forceStream?: boolean
}

export interface Limit {
  readonly name: string
  readonly scope: 'account' | 'model' | 'client'
  /** 0 … 1. */
  readonly utilization?: number
  readonly remaining?: number
  /** Epoch ms. */
  readonly resetsAt?: number
}

export interface Model {
  readonly id: string
  readonly displayName?: string
  readonly contextWindow?: number
  /** When the model was released, epoch ms. */
  readonly createdAt?: number
}

export interface ProviderAdapter {
  readonly dialects: readonly Dialect[]
  /**
   * Paths (after /{provider}, without the query) that pass through, as prefixes that end at a segment. Absent: what the APIs
   * of OpenAI, Anthropic and Google have for inference (`openaiPaths`, `anthropicPaths`, `geminiPaths`). Paths of sign-in,
   * organizations and keys are refused whatever is listed; sessions, projects and billing unless a prefix names them.
   */
  readonly allowedPaths?: readonly string[]
  /**
   * True: `prepare` gets `request.model` on native paths too, for providers that have it in the URL. The model is read from
   * the beginning of the JSON body, or from the path of Gemini's API; a request for an answer that names none is refused
   * with 400. Absent: the model is known only where it chose the provider, and no body is looked into.
   */
  readonly needsModel?: boolean
  /** Per request and synchronous; no I/O. */
  prepare(input: PrepareInput): UpstreamRequest
  /** undefined = the default table (401, 403, 402/429, 503/529, 5xx, rest). */
  classify?(failure: UpstreamFailure): FailureKind | undefined
  /** Called after the head was forwarded, off the critical path. */
  limits?(headers: HeaderReader): readonly Limit[]
  models?(http: HttpClient, signal: AbortSignal): Promise<readonly Model[]>
}
