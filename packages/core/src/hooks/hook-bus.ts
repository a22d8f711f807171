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

/** One request whose client named no account. */
export interface AccountChoice {
  readonly requestId: string
  readonly provider: string
  readonly method: string
  /** After /{provider}, without the query. */
  readonly path: string
  /** Absent: it did not choose the provider, and the adapter does not need it. */
  readonly model: string | undefined
  /** Without the credentials of the client. */
  readonly headers: HeaderReader
  /** Names of the accounts that are signed in. */
  readonly accounts: readonly string[]
  readonly signal: AbortSignal
}

/** Decides with which account of a provider a request is sent. Concurrent requests are asked about at the same time. */
export interface AccountChooser {
  /** Named in errors and in the log. */
  readonly name: string
  /** Lower is asked first; default 0. The first that names an account decides. */
  readonly order?: number
  /** Absent: all providers. */
  readonly providers?: readonly string[]
  /**
   * @returns the name of an account; undefined: no opinion. After 1 s, or when it throws, the log says so and the default
   *   account is used. A name that is not in `accounts` is an error of the request.
   */
  choose(request: AccountChoice): Awaitable<string | undefined>
}

export interface ListenerOptions {
  /** Named in the log when the listener throws. */
  readonly name: string
  /** Higher is called first; default 0. */
  readonly priority?: number
  /** Receive bytes of streams and of JSON responses. */
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
  chooseAccount(chooser: AccountChooser): Unsubscribe
  /** Ordered, for one provider. */
  accountChoosers(provider: string): readonly AccountChooser[]
  /** Ordered, for one provider. Empty for most: then nothing is built. */
  requestInterceptors(provider: string): readonly RequestInterceptor[]
  responseInterceptors(provider: string): readonly ResponseInterceptor[]
}
