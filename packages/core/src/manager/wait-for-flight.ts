import { CCProxyError } from '../errors/ccproxy-error.js'

/** How long a request waits for a refresh. The refresh itself goes on. */
const waitMs = 30_000

/** @throws CCPROXY_CREDENTIAL_REFRESH_LIMIT after 30 s, and the signal's reason when the caller leaves */
export async function waitForFlight<T>(flight: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  signal?.throwIfAborted()
  const settled = new AbortController()
  const limit = new Promise<never>((_resolve, reject) => {
    const timer = setTimeout(() => {
      reject(
        new CCProxyError('CCPROXY_CREDENTIAL_REFRESH_LIMIT', `a refresh has been under way for ${waitMs / 1000} s`),
      )
    }, waitMs)
    settled.signal.addEventListener('abort', () => clearTimeout(timer))
    signal?.addEventListener('abort', () => reject(abortReason(signal)), { signal: settled.signal })
  })
  try {
    return await Promise.race([flight, limit])
  } finally {
    settled.abort()
  }
}

function abortReason({ reason }: AbortSignal): Error {
  return reason instanceof Error ? reason : new DOMException('aborted', 'AbortError')
}
