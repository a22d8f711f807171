import type { Dialect, ProviderAdapter } from '@ccproxy/core'
import { translatableEndpoint } from './translatable-endpoint.js'

/**
 * By what the client speaks: the dialects that say most of it, first. Chat Completions has no place for what providers want
 * back of their reasoning, so it comes last; a provider that has it beside its own dialect is better asked in its own.
 */
const preferences: Readonly<Record<Dialect, readonly Dialect[]>> = {
  'anthropic-messages': ['openai-responses', 'gemini', 'openai-chat'],
  'openai-responses': ['anthropic-messages', 'gemini', 'openai-chat'],
  'openai-chat': ['openai-responses', 'anthropic-messages', 'gemini'],
  gemini: ['anthropic-messages', 'openai-responses', 'openai-chat'],
}

/**
 * The dialect to ask a provider in.
 * @returns undefined: the request passes through as it is, because the provider speaks the client's dialect or because no
 *   other dialect has this call
 */
export function chooseDialect(
  { dialects }: Pick<ProviderAdapter, 'dialects'>,
  method: string,
  path: string,
): Dialect | undefined {
  const endpoint = translatableEndpoint(method, path)
  if (endpoint === undefined || dialects.includes(endpoint.dialect)) return undefined
  return preferences[endpoint.dialect].find((dialect) => dialects.includes(dialect))
}
