import type { Dialect } from '@ccproxy/core'
import { geminiCall } from '../routing/gemini-call.js'

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

const geminiKinds: ReadonlyMap<string, TranslatableEndpoint['kind']> = new Map([
  ['generateContent', 'answer'],
  ['streamGenerateContent', 'answer'],
  ['countTokens', 'count-tokens'],
])

/**
 * What a request asks for, if other dialects have it too; everything else passes through or is refused by the provider.
 * @param path raw, below the provider's prefix, with or without the query
 */
export function translatableEndpoint(method: string, path: string): TranslatableEndpoint | undefined {
  if (method !== 'POST') return undefined
  const end = path.indexOf('?')
  const plain = end === -1 ? path : path.slice(0, end)
  const kind = geminiKinds.get(geminiCall(plain)?.method ?? '')
  return kind === undefined ? endpoints.get(plain) : { dialect: 'gemini', kind }
}
