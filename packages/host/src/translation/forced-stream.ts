import type { Dialect } from '@ccproxy/core'
import { codecs, type JsonObject } from '@ccproxy/formats'
import { type AnswerOptions, answerContext } from './answer-options.js'
import { ownDialectReading } from './answer-reading.js'
import { formatFailure } from './format-failure.js'
import { readRequest } from './read-request.js'
import { TranslatedAnswer } from './translated-answer.js'

/** The path under which the same is asked for as a stream: Gemini says it there. */
export function streamingPath(dialect: Dialect, path: string): string {
  if (dialect !== 'gemini') return path
  const [plain = '', query = ''] = path.split('?', 2)
  if (!plain.endsWith(':generateContent')) return path
  const kept = query.split('&').filter((parameter) => parameter !== '' && !parameter.startsWith('alt='))
  return `${plain.replace(/:generateContent$/, ':streamGenerateContent')}?${[...kept, 'alt=sse'].join('&')}`
}

/** The same request, asking for a stream; itself when it does so already. */
export function streamingBody(dialect: Dialect, body: JsonObject): JsonObject {
  if (dialect === 'gemini' || body['stream'] === true) return body
  // A stream of Chat Completions counts its tokens only when asked to; an answer always does.
  return { ...body, stream: true, ...(dialect === 'openai-chat' && { stream_options: { include_usage: true } }) }
}

/**
 * For a provider that speaks the client's dialect and gives nothing but streams.
 * @returns what makes one answer of the stream; undefined: the client asked for a stream itself, and gets its bytes
 * @throws CCPROXY_FORMAT_REQUEST | CCPROXY_HTTP_BODY_TOO_LARGE | CCPROXY_HTTP_ABORTED
 */
export async function aggregatedAnswer(
  options: AnswerOptions,
  dialect: Dialect,
): Promise<TranslatedAnswer | undefined> {
  const { exchange, body, headers } = options
  const request = { path: exchange.path, body: await readRequest(body, headers.get('content-encoding')) }
  if (streamingPath(dialect, request.path) === request.path && streamingBody(dialect, request.body) === request.body)
    return undefined
  try {
    const conversation = codecs[dialect].parseRequest(request)
    const context = answerContext(options, { from: dialect, to: dialect })
    return new TranslatedAnswer(context, ownDialectReading(conversation))
  } catch (error) {
    throw formatFailure(error, 'request')
  }
}
