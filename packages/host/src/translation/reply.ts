import { STATUS_CODES } from 'node:http'
import type { HeaderEdits } from '@ccproxy/core'
import type { ProviderError } from '@ccproxy/formats'
import { HeaderList } from '../transport/header-list.js'
import type { AnswerSource, ResponseHead } from '../transport/upstream-attempt.js'
import type { AnswerContext } from './answer-context.js'
import { translatedResponseHeaders } from './translated-headers.js'

/** A whole answer in the client's dialect. */
export interface Reply {
  readonly status: number
  readonly mediaType: 'application/json' | 'text/event-stream'
  readonly body: string
  readonly headers?: HeaderEdits
  /** The provider said in an answer with status 200 that it failed. */
  readonly error?: ProviderError | undefined
}

/** @param head the provider's, whose limits, times to wait and ids stay; absent: nobody was asked */
export function sendReply(
  context: Pick<AnswerContext, 'client' | 'to' | 'requestId'>,
  { status, mediaType, body, headers = {} }: Reply,
  head: Pick<ResponseHead, 'headers'> = { headers: new HeaderList([]) },
  source: AnswerSource = { resume: () => {}, abort: () => {} },
): void {
  const bytes = Buffer.from(body)
  const edits = mediaType === 'application/json' ? { 'content-length': String(bytes.length), ...headers } : headers
  const translated = translatedResponseHeaders(head.headers, context, mediaType).with(edits)
  const { client } = context
  client.begin({ status, statusMessage: STATUS_CODES[status] ?? '', headers: translated }, source)
  client.write(bytes)
  client.end()
}
