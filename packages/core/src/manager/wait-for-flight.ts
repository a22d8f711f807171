import { CCProxyError } from '../errors/ccproxy-error.js'

/** How long a request waits for a refresh. The refresh itself goes on. */
const waitMs = 30_000

/** @throws CCPROXY_CREDENTIAL_REFRESH_LIMIT after 30 s, and the signal's reason when the caller leaves */
export async function waitForFlight<T>(flight: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  signal?.throwIfAborted()
  const end = Promise.withResolvers<never>()
  const leave = (): void => end.reject(abortReason(signal))
  const timer = setTimeout(() => {
    end.reject(
      new CCProxyError('CCPROXY_CREDENTIAL_REFRESH_LIMIT', `a refresh has been under way for ${waitMs / 1000} s`),
    )
  }, waitMs)
  // Taken off by hand: of several listeners with a `signal` option on one target, Node forgets all but the last.
  signal?.addEventListener('abort', leave)
  try {
    return await Promise.race([flight, end.promise])
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', leave)
  }
}

function abortReason(signal: AbortSignal | undefined): Error {
  const reason: unknown = signal?.reason
  return reason instanceof Error ? reason : new DOMException('aborted', 'AbortError')
}
