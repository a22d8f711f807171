import type { Dialect } from '@ccproxy/core'
import { describe, expect, it } from 'vitest'
import { chooseDialect } from './choose-dialect.js'
import { translatableEndpoint } from './translatable-endpoint.js'

const chosen = (path: string, ...dialects: readonly Dialect[]): Dialect | undefined =>
  chooseDialect({ dialects }, 'POST', path)

it.each([
  ['/v1/messages?beta=true', 'anthropic-messages', 'answer'],
  ['/v1/messages/count_tokens', 'anthropic-messages', 'count-tokens'],
  ['/v1/chat/completions', 'openai-chat', 'answer'],
  ['/v1beta/openai/chat/completions', 'openai-chat', 'answer'],
  ['/v1/responses', 'openai-responses', 'answer'],
  ['/v1/responses/input_tokens', 'openai-responses', 'count-tokens'],
  ['/v1beta/models/m-1:generateContent', 'gemini', 'answer'],
  ['/v1/models/m-1:streamGenerateContent?alt=sse', 'gemini', 'answer'],
  ['/v1alpha/tunedModels/m%2F1:countTokens', 'gemini', 'count-tokens'],
  ['/v1beta/models/openai/gpt-5:generateContent', 'gemini', 'answer'],
  ['/v1beta/models/meta/llama:free:streamGenerateContent', 'gemini', 'answer'],
  ['/v1beta/openai/gpt-5:generateContent', 'gemini', 'answer'],
  ['/v1beta/openai/gpt-5:countTokens', 'gemini', 'count-tokens'],
] as const)('%s is a call of %s', (path, dialect, kind) => {
  expect(translatableEndpoint('POST', path)).toEqual({ dialect, kind })
})

it.each([
  ['GET', '/v1/messages'],
  ['POST', '/v1/messages/batches'],
  ['POST', '/v1/responses/resp_1/cancel'],
  ['POST', '/v1/embeddings'],
  ['POST', '/v1beta/models/m-1:embedContent'],
])('%s %s is nobody else’s', (method, path) => {
  expect(translatableEndpoint(method, path)).toBeUndefined()
  expect(chooseDialect({ dialects: ['openai-chat', 'gemini'] }, method, path)).toBeUndefined()
})

describe('the dialect to ask in', () => {
  it('is the client’s own where the provider speaks it', () => {
    expect(chosen('/v1/messages', 'openai-responses', 'anthropic-messages')).toBeUndefined()
    expect(chosen('/v1/chat/completions', 'gemini', 'openai-chat')).toBeUndefined()
  })

  it('is the one that says most of it', () => {
    expect(chosen('/v1/messages', 'openai-chat', 'openai-responses')).toBe('openai-responses')
    expect(chosen('/v1/responses', 'openai-chat', 'anthropic-messages')).toBe('anthropic-messages')
    expect(chosen('/v1/responses', 'openai-chat')).toBe('openai-chat')
    expect(chosen('/v1/chat/completions', 'gemini')).toBe('gemini')
  })

  it('is the provider’s own rather than the chat that it has beside it', () => {
    expect(chosen('/v1/messages', 'gemini', 'openai-chat')).toBe('gemini')
  })

  it('is none where the provider speaks none', () => {
    expect(chosen('/v1/messages')).toBeUndefined()
  })
})
