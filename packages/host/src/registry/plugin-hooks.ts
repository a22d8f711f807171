import type { HookBus, Unsubscribe } from '@ccproxy/core'

/** The bus as one plugin sees it: what it registers ends with it, also when it fails half-way. */
export function pluginHooks(hooks: HookBus): { readonly hooks: HookBus; readonly release: () => void } {
  const registered = new Set<Unsubscribe>()
  const remember = (unsubscribe: Unsubscribe): Unsubscribe => {
    const leave = (): void => {
      registered.delete(leave)
      unsubscribe()
    }
    registered.add(leave)
    return leave
  }
  return {
    hooks: {
      on: (event, listener, options) => remember(hooks.on(event, listener, options)),
      interceptRequest: (interceptor) => remember(hooks.interceptRequest(interceptor)),
      interceptResponse: (interceptor) => remember(hooks.interceptResponse(interceptor)),
      chooseAccount: (chooser) => remember(hooks.chooseAccount(chooser)),
      accountChoosers: (provider) => hooks.accountChoosers(provider),
      observed: (event) => hooks.observed(event),
      observedWithContent: (event) => hooks.observedWithContent(event),
      emit: (event, payload) => hooks.emit(event, payload),
      requestInterceptors: (provider) => hooks.requestInterceptors(provider),
      responseInterceptors: (provider) => hooks.responseInterceptors(provider),
    },
    release: () => {
      for (const leave of registered) leave()
    },
  }
}
