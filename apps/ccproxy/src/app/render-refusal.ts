import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { toCCProxyError } from '@ccproxy/core'
import { type ClientError, type Host, renderClientError } from '@ccproxy/host'
import { errorDialect } from './error-dialect.js'
import { firstSegment } from './own-segments.js'

/** What an error is told by, as far as it is known. */
export type RequestWords = Pick<IncomingMessage, 'url' | 'rawHeaders'>

/** An error of ours in the words of whoever sent the request. @param words absent: nothing of the request could be read */
export function renderRefusal(host: Host, words: RequestWords | undefined, error: unknown): ClientError {
  const provider = host.provider(firstSegment(words?.url ?? '/'))
  const dialect = words === undefined ? undefined : errorDialect(words, provider)
  return renderClientError(toCCProxyError(error), dialect, { requestId: randomUUID(), provider: provider?.name })
}
