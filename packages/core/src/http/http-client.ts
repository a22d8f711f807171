import type { StandardSchemaV1 } from '@standard-schema/spec'

/**
 * Awaited when the connection stands (with TLS where there is TLS) and the first byte of the request is about to leave. A
 * rejection keeps the request back.
 */
export type BeforeSend = () => Promise<void>

/** The shape of the global `fetch`. The host's honours the proxy settings and opens a fresh connection for each call. */
export interface Fetch {
  (input: string | URL | Request, init?: RequestInit): Promise<Response>
  /** The same with a step before the request leaves. Absent: this `fetch` cannot tell when that is. */
  readonly withBeforeSend?: (beforeSend: BeforeSend) => Fetch
}

/** Where `fetch` cannot tell when the request leaves, the step comes before the connection. */
export function fetchAfter(fetch: Fetch, beforeSend: BeforeSend): Fetch {
  if (fetch.withBeforeSend !== undefined) return fetch.withBeforeSend(beforeSend)
  return async (input, init) => {
    await beforeSend()
    return await fetch(input, init)
  }
}

export interface HttpOptions {
  readonly headers?: Record<string, string>
  readonly json?: unknown
  readonly body?: string | URLSearchParams
  readonly searchParams?: Record<string, string>
  /** Milliseconds for the whole call. Default 30,000. */
  readonly timeout?: number
  readonly signal?: AbortSignal
}

/** A response to come; awaiting it gives the `Response`, whatever its status. */
export interface HttpAnswer extends Promise<Response> {
  /** The body, parsed and checked. @throws CCPROXY_UPSTREAM_ANSWER, also for a status of 400 and above; CCPROXY_UPSTREAM_UNAVAILABLE for 408, 429 and 5xx */
  json<Schema extends StandardSchemaV1>(schema: Schema): Promise<StandardSchemaV1.InferOutput<Schema>>
  text(): Promise<string>
}

/**
 * For control calls (profile, models, usage); client traffic takes the host's transport. The part of ky that is promised;
 * owned here, so that a ky major is not a plugin API major. Relative URLs are resolved against the provider's base URL.
 * Redirects are refused. @throws CCPROXY_UPSTREAM_* , without query string or body
 */
export interface HttpClient {
  get(url: string, options?: HttpOptions): HttpAnswer
  post(url: string, options?: HttpOptions): HttpAnswer
  delete(url: string, options?: HttpOptions): HttpAnswer
}
