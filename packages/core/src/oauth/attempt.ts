// One sign-in attempt: what ends it from outside, as the error that it then fails with.
import { CCProxyError } from '../errors/ccproxy-error.js'
import type { LoginInteraction } from './login-context.js'

export interface Attempt {
  /** Its reason is a CCProxyError: the person gave up, or time is over. */
  readonly signal: AbortSignal
  /** @returns what `work` brings, unless the attempt ends first */
  race<T>(work: Promise<T>): Promise<T>
  end(): void
}

/** @param timeoutMs absent: only the person ends it */
export function startAttempt({ signal: givenUp }: LoginInteraction, timeoutMs?: number): Attempt {
  const controller = new AbortController()
  const { signal } = controller
  const cancel = (): void => controller.abort(new CCProxyError('CCPROXY_OAUTH_CANCELLED', 'the sign-in was cancelled'))
  const timer =
    timeoutMs === undefined
      ? undefined
      : setTimeout(() => {
          const minutes = Math.round(timeoutMs / 60_000)
          const message = `the sign-in was not finished within ${minutes} minutes`
          controller.abort(new CCProxyError('CCPROXY_OAUTH_LOGIN_TIMEOUT', message))
        }, timeoutMs)
  if (givenUp.aborted) cancel()
  givenUp.addEventListener('abort', cancel, { once: true })

  return {
    signal,
    race: async (work) => {
      // Whoever loses must not become an unhandled rejection.
      work.catch(() => {})
      signal.throwIfAborted()
      const over = Promise.withResolvers<never>()
      const stop = (): void => over.reject(signal.reason)
      signal.addEventListener('abort', stop, { once: true })
      try {
        return await Promise.race([work, over.promise])
      } finally {
        signal.removeEventListener('abort', stop)
      }
    },
    end: () => {
      clearTimeout(timer)
      givenUp.removeEventListener('abort', cancel)
    },
  }
}
