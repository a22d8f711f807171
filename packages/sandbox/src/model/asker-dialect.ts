import type { ModelDialect } from './model-dialect.js'

/**
 * The dialect of a request whose path is in several: by the headers that only one official client sends, then by the
 * path, then the first of `offered`.
 */
export function askerDialect(request: Request, offered: readonly ModelDialect[]): ModelDialect {
  const { headers } = request
  const { pathname, searchParams } = new URL(request.url)
  const marks = (dialect: ModelDialect): boolean => {
    if (dialect === 'anthropic-messages') return headers.has('anthropic-version') || headers.has('x-api-key')
    if (dialect !== 'gemini') return false
    if (headers.has('x-goog-api-key') || headers.has('x-goog-api-client') || searchParams.has('key')) return true
    return pathname.includes('/v1beta/') && !pathname.includes('/openai/')
  }
  const openai = offered.find((dialect) => dialect.startsWith('openai-'))
  return offered.find(marks) ?? openai ?? offered[0] ?? 'openai-chat'
}
