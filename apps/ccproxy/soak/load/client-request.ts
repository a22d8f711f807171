// The request of a plan, in the words of its dialect.
import type { Dialect } from '@ccproxy/core'
import { clientKey } from './client-key.ts'
import { type Plan, promptOf } from './plan.ts'

export interface ClientRequest {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

interface Words {
  readonly path: (isStream: boolean, model: string) => string
  readonly key: Readonly<Record<string, string>>
  readonly body: (prompt: string, isStream: boolean, model: string) => object
}

const bearer = { authorization: `Bearer ${clientKey}` }

const words: Readonly<Record<Dialect, Words>> = {
  'anthropic-messages': {
    path: () => '/v1/messages',
    key: { 'x-api-key': clientKey, 'anthropic-version': '2023-06-01' },
    body: (content, stream, model) => ({ model, max_tokens: 1000, stream, messages: [{ role: 'user', content }] }),
  },
  'openai-chat': {
    path: () => '/v1/chat/completions',
    key: bearer,
    body: (content, stream, model) => ({ model, stream, messages: [{ role: 'user', content }] }),
  },
  'openai-responses': {
    path: () => '/v1/responses',
    key: bearer,
    body: (input, stream, model) => ({ model, stream, input }),
  },
  gemini: {
    path: (isStream, model) =>
      `/v1beta/models/${model}:${isStream ? 'streamGenerateContent?alt=sse' : 'generateContent'}`,
    key: { 'x-goog-api-key': clientKey },
    body: (text) => ({ contents: [{ role: 'user', parts: [{ text }] }] }),
  },
}

/** The alias that has a model of each provider behind it. */
export const eitherModel = 'either'

export function requestOf(plan: Plan): ClientRequest {
  const { dialect, provider, isStream, account } = plan
  const { path, key, body } = words[dialect]
  const model = provider === undefined ? eitherModel : 'soak-1'
  return {
    path: `${provider === undefined ? '' : `/${provider}`}${path(isStream, model)}`,
    headers: { 'content-type': 'application/json', 'x-ccproxy-account': account, ...key },
    body: JSON.stringify(body(promptOf(plan), isStream, model)),
  }
}
