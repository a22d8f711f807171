import type { Dialect, HeaderReader } from '@ccproxy/core'
import { geminiCall } from './gemini-call.js'

/**
 * The API shape that a client speaks, from the path after the provider's prefix. `/v1/models` is everybody's: there the
 * headers say who asks. undefined: no shape that we know.
 * @param path raw, with or without the query
 */
export function detectDialect(path: string, headers: HeaderReader): Dialect | undefined {
  const end = path.indexOf('?')
  const plain = end === -1 ? path : path.slice(0, end)
  if (isUnder(plain, '/v1/messages')) return 'anthropic-messages'
  if (isUnder(plain, '/v1/chat/completions')) return 'openai-chat'
  if (isUnder(plain, '/v1/responses')) return 'openai-responses'
  if (geminiCall(plain) !== undefined) return 'gemini'
  if (isUnder(plain, '/v1beta/openai')) return 'openai-chat'
  if (isUnder(plain, '/v1beta') || isUnder(plain, '/v1alpha')) return 'gemini'
  return isUnder(plain, '/v1/models') ? dialectOfHeaders(headers) : undefined
}

/** Who asks, when the path does not say. */
function dialectOfHeaders(headers: HeaderReader): Dialect {
  if (headers.get('anthropic-version') !== undefined) return 'anthropic-messages'
  return headers.get('x-goog-api-key') === undefined ? 'openai-chat' : 'gemini'
}

function isUnder(path: string, prefix: string): boolean {
  return path.startsWith(prefix) && (path.length === prefix.length || path[prefix.length] === '/')
}
