// What a request asks for, by the end of its path: providers put the same operations under prefixes of their own.
import type { ModelDialect } from './model-dialect.js'

/** How the answer is streamed. */
export type Framing = 'sse' | 'json-array'

export interface Route {
  /** Absent: the path is in several dialects (`…/models`), or in none. */
  readonly dialect?: ModelDialect
  readonly operation: 'generate' | 'count' | 'list' | 'find' | 'none'
  /** The model in the path. */
  readonly model?: string
  /** Where the path says it. */
  readonly framing?: Framing
}

export function findRoute(method: string, { pathname, searchParams }: URL): Route {
  const path = decoded(pathname)
  if (method === 'GET' && path.endsWith('/models')) return { operation: 'list' }
  if (method === 'GET') return named(/\/models\/(.+)$/.exec(path)?.[1])
  if (method !== 'POST') return { operation: 'none' }
  if (path.endsWith('/messages')) return { dialect: 'anthropic-messages', operation: 'generate' }
  if (path.endsWith('/messages/count_tokens')) return { dialect: 'anthropic-messages', operation: 'count' }
  if (path.endsWith('/chat/completions')) return { dialect: 'openai-chat', operation: 'generate' }
  if (path.endsWith('/responses')) return { dialect: 'openai-responses', operation: 'generate' }
  return geminiMethod(path, searchParams.get('alt') === 'sse' ? 'sse' : 'json-array')
}

const named = (model: string | undefined): Route =>
  model === undefined ? { operation: 'none' } : { operation: 'find', model }

/** `…/models/{model}:{method}` */
function geminiMethod(path: string, framing: Framing): Route {
  const [, model = '', method] = /\/models\/([^:]+):(\w+)$/.exec(path) ?? []
  if (method === 'generateContent') return { dialect: 'gemini', operation: 'generate', model }
  if (method === 'streamGenerateContent') return { dialect: 'gemini', operation: 'generate', model, framing }
  return method === 'countTokens' ? { dialect: 'gemini', operation: 'count', model } : { operation: 'none' }
}

function decoded(pathname: string): string {
  try {
    return decodeURIComponent(pathname)
  } catch {
    return pathname
  }
}
