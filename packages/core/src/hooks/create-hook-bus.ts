import { CCProxyError } from '../errors/ccproxy-error.js'
import type { Logger } from '../plugin/logger.js'
import type {
  AccountChooser,
  HookBus,
  ListenerOptions,
  RequestInterceptor,
  ResponseInterceptor,
  Unsubscribe,
} from './hook-bus.js'
import type { HookPayloads } from './hook-payloads.js'

interface Listener<E extends keyof HookPayloads> extends ListenerOptions {
  call(payload: HookPayloads[E]): void
}
type ListenerTable = { [E in keyof HookPayloads]?: readonly Listener<E>[] }

/** For one event, or one stage of interception: whoever registers more does so at each request. */
const mostRegistrations = 1000
/** Providers are few; only they are asked for. */
const mostProviders = 1000

/** @throws CCPROXY_PLUGIN_START */
function assertRoom(registered: number, what: string): void {
  if (registered < mostRegistrations) return
  throw new CCProxyError('CCPROXY_PLUGIN_START', `plugins registered ${mostRegistrations} times for ${what}`, {
    hint: 'Register once, when the plugin starts, or call what the registration returned when it is of no use any more.',
  })
}

/** Inserts before the first that ranks lower; equal ones keep the order of registration. */
function inserted<T>(list: readonly T[], item: T, rank: (item: T) => number): readonly T[] {
  const index = list.findIndex((other) => rank(other) > rank(item))
  return index === -1 ? [...list, item] : list.toSpliced(index, 0, item)
}

/** Content reaches only those who registered for it. */
function shownTo<P extends object>(listener: ListenerOptions, payload: P): P {
  // Other events have a `bytes` too, which is a number.
  if (listener.content === true || !('bytes' in payload) || typeof payload.bytes === 'number') return payload
  const shown = { ...payload }
  Reflect.deleteProperty(shown, 'bytes')
  return shown
}

/** Interceptors of one stage, answered per provider from a table that is rebuilt only when the list changes. */
class InterceptorList<T extends RequestInterceptor | ResponseInterceptor | AccountChooser> {
  #all: readonly T[] = []
  readonly #byProvider = new Map<string, readonly T[]>()

  add(interceptor: T): Unsubscribe {
    assertRoom(this.#all.length, 'interception')
    this.#all = inserted(this.#all, interceptor, (other) => other.order ?? 0)
    this.#byProvider.clear()
    return () => {
      this.#all = this.#all.filter((other) => other !== interceptor)
      this.#byProvider.clear()
    }
  }

  for(provider: string): readonly T[] {
    let list = this.#byProvider.get(provider)
    if (list === undefined) {
      list = this.#all.filter((interceptor) => interceptor.providers?.includes(provider) ?? true)
      if (this.#byProvider.size >= mostProviders) this.#byProvider.clear()
      this.#byProvider.set(provider, list)
    }
    return list
  }
}

/** The one bus of a running host. */
export function createHookBus(logger: Logger): HookBus {
  const listeners: ListenerTable = {}
  const requests = new InterceptorList<RequestInterceptor>()
  const responses = new InterceptorList<ResponseInterceptor>()
  const choosers = new InterceptorList<AccountChooser>()

  function report(event: string, name: string, error: unknown): void {
    logger.error('a hook listener failed', {
      event,
      listener: name,
      error: error instanceof Error ? error.name : 'unknown',
    })
  }

  function on<E extends keyof HookPayloads>(
    event: E,
    listener: (payload: HookPayloads[E]) => void,
    options: ListenerOptions,
  ): Unsubscribe {
    const entry: Listener<E> = { ...options, call: listener }
    const table: { [K in E]?: readonly Listener<E>[] } = listeners
    assertRoom(table[event]?.length ?? 0, event)
    table[event] = inserted(table[event] ?? [], entry, (other) => -(other.priority ?? 0))
    return () => {
      table[event] = (table[event] ?? []).filter((other) => other !== entry)
    }
  }

  function emit<E extends keyof HookPayloads>(event: E, payload: HookPayloads[E]): void {
    const table: { [K in E]?: readonly Listener<E>[] } = listeners
    for (const listener of table[event] ?? []) {
      try {
        // An async listener is against the type but possible from JavaScript: its rejection must not be felt either.
        const returned: unknown = listener.call(shownTo(listener, payload))
        if (returned instanceof Promise) returned.catch((error: unknown) => report(event, listener.name, error))
      } catch (error) {
        report(event, listener.name, error)
      }
    }
  }

  return {
    on,
    emit,
    interceptRequest: (interceptor) => requests.add(interceptor),
    interceptResponse: (interceptor) => responses.add(interceptor),
    chooseAccount: (chooser) => choosers.add(chooser),
    accountChoosers: (provider) => choosers.for(provider),
    observed: (event) => (listeners[event]?.length ?? 0) > 0,
    observedWithContent: (event) => listeners[event]?.some((listener) => listener.content === true) ?? false,
    requestInterceptors: (provider) => requests.for(provider),
    responseInterceptors: (provider) => responses.for(provider),
  }
}
