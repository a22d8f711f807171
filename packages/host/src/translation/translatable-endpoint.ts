import type { Dialect } from '@ccproxy/core'

/** A call that every dialect has in its own words. */
export interface TranslatableEndpoint {
  readonly dialect: Dialect
  readonly kind: 'answer' | 'count-tokens'
}

const endpoints: ReadonlyMap<string, TranslatableEndpoint> = new Map([
  ['/v1/messages', { dialect: 'anthropic-messages', kind: 'answer' }],
  ['/v1/messages/count_tokens', { dialect: 'anthropic-messages', kind: 'count-tokens' }],
  ['/v1/chat/completions', { dialect: 'openai-chat', kind: 'answer' }],
  ['/v1beta/openai/chat/completions', { dialect: 'openai-chat', kind: 'answer' }],
  ['/v1/responses', { dialect: 'openai-responses', kind: 'answer' }],
  ['/v1/responses/input_tokens', { dialect: 'openai-responses', kind: 'count-tokens' }],
])

const geminiCall =
  /^\/v1(?:alpha|beta)?\/(?:models|tunedModels)\/[^:]+:(generateContent|streamGenerateContent|countTokens)$/

/**
 * What a request asks for, if other dialects have it too; everything else passes through or is refused by the provider.
 * @param path raw, below the provider's prefix, with or without the query
 */
export function translatableEndpoint(method: string, path: string): TranslatableEndpoint | undefined {
  if (method !== 'POST') return undefined
  const end = path.indexOf('?')
  const plain = end === -1 ? path : path.slice(0, end)
  const call = geminiCall.exec(plain)?.[1]
  if (call === undefined) return endpoints.get(plain)
  return { dialect: 'gemini', kind: call === 'countTokens' ? 'count-tokens' : 'answer' }
}
