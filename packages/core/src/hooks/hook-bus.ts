import type { HeaderEdits, HeaderReader } from '../adapter/headers.js'
import type { HookPayloads } from './hook-payloads.js'

export type Unsubscribe = () => void
type Awaitable<T> = T | Promise<T>

interface InterceptorBase {
  readonly name: string
  /** Lower runs first; default 0; equal ones in the order of registration. */
  readonly order?: number
  /** Absent: all providers. */
  readonly providers?: readonly string[]
}

export interface RequestHead {
  readonly requestId: string
  readonly provider: string
  readonly method: string
  /** After /{provider}, without the query. */
  readonly path: string
  readonly headers: HeaderReader
  readonly signal: AbortSignal
}

export interface Rejection {
  readonly reject: { readonly status: number; readonly message: string }
}

/** Declaring `needs` is what keeps byte pass-through: with no 'body' interceptor for a provider, nothing is buffered. */
export type RequestInterceptor = InterceptorBase &
  (
    | {
        readonly needs: 'head'
        handler(request: RequestHead): Awaitable<{ readonly headers: HeaderEdits } | Rejection | undefined>
      }
    | {
        readonly needs: 'body'
        handler(
          request: RequestHead & { readonly body: Uint8Array },
        ): Awaitable<{ readonly headers?: HeaderEdits; readonly body?: Uint8Array } | Rejection | undefined>
      }
  )

export type ResponseInterceptor = InterceptorBase & {
  readonly needs: 'head'
  handler(
    response: RequestHead & { readonly status: number; readonly responseHeaders: HeaderReader },
  ): Awaitable<{ readonly headers: HeaderEdits } | Rejection | undefined>
}

export interface ListenerOptions {
  /** Named in the log when the listener throws. */
  readonly name: string
  /** Higher is called first; default 0. */
  readonly priority?: number
  /** Receive bytes of streams. */
  readonly content?: boolean
}

/** Observers see, interceptors change. A throw of an observer is logged, never felt. */
export interface HookBus {
  on<E extends keyof HookPayloads>(
    event: E,
    listener: (payload: HookPayloads[E]) => void,
    options: ListenerOptions,
  ): Unsubscribe
  /** Read once per request: false = no payload is built. */
  observed(event: keyof HookPayloads): boolean
  /** True when a listener of this event wants the bytes. */
  observedWithContent(event: keyof HookPayloads): boolean
  emit<E extends keyof HookPayloads>(event: E, payload: HookPayloads[E]): void
  interceptRequest(interceptor: RequestInterceptor): Unsubscribe
  interceptResponse(interceptor: ResponseInterceptor): Unsubscribe
  /** Ordered, for one provider. Empty for most: then nothing is built. */
  requestInterceptors(provider: string): readonly RequestInterceptor[]
  responseInterceptors(provider: string): readonly ResponseInterceptor[]
}
