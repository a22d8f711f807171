import { expect, test } from 'vitest'
import { HeaderList } from '../transport/header-list.js'
import { detectDialect } from './detect-dialect.js'

test.each([
  ['/v1/messages', [], 'anthropic-messages'],
  ['/v1/messages/count_tokens?beta=true', [], 'anthropic-messages'],
  ['/v1/messagesx', [], undefined],
  ['/v1/chat/completions', [], 'openai-chat'],
  ['/v1/responses', [], 'openai-responses'],
  ['/v1/responses/resp_1/cancel', [], 'openai-responses'],
  ['/v1beta/openai/chat/completions', [], 'openai-chat'],
  ['/v1beta/models/m:generateContent', [], 'gemini'],
  ['/v1beta/models/m:streamGenerateContent?alt=sse', [], 'gemini'],
  ['/v1/models/m:countTokens', [], 'gemini'],
  ['/v1/models/openai/gpt-5:generateContent', [], 'gemini'],
  ['/v1/models/openrouter/a/b:generateContent', [], 'gemini'],
  ['/v1beta/openai/gpt-5:generateContent', [], 'gemini'],
  ['/v1beta/openai/gpt-5:streamGenerateContent?alt=sse', [], 'gemini'],
  ['/v1/models', [], 'openai-chat'],
  ['/v1/models', ['Anthropic-Version', '2023-06-01'], 'anthropic-messages'],
  ['/v1/models?limit=1000', ['x-goog-api-key', 'k'], 'gemini'],
  ['/v1/embeddings', [], undefined],
  ['/', [], undefined],
] as const)('%s', (path, headers, dialect) => {
  expect(detectDialect(path, new HeaderList(headers))).toBe(dialect)
})
