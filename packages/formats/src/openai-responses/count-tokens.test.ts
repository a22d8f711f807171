import type { InputTokenCountParams, InputTokenCountResponse } from 'openai/resources/responses/input-tokens'
import { expect, test } from 'vitest'
import { translateCount, translateCountRequest } from '../count-tokens.js'

const request = {
  path: '/v1/messages/count_tokens',
  body: {
    model: 'm-1',
    system: 'Be brief.',
    messages: [{ role: 'user', content: 'Hello' }],
    tools: [{ name: 'look', input_schema: { type: 'object', properties: {} } }],
  },
}

test('asks for what it would ask to be answered, without what is about the answer', () => {
  const { request: asked } = translateCountRequest({ from: 'anthropic-messages', to: 'openai-responses', request })
  const expected: InputTokenCountParams = { model: 'm-1', instructions: 'Be brief.' }
  expect(asked?.path).toBe('/v1/responses/input_tokens')
  expect(asked?.body).toMatchObject({ ...expected, tools: [{ type: 'function', name: 'look' }] })
  expect(asked?.body).not.toHaveProperty('store')
  expect(asked?.body).not.toHaveProperty('include')
})

test('a count is one in the words of the other side', () => {
  const counted: InputTokenCountResponse = { object: 'response.input_tokens', input_tokens: 7 }
  expect(translateCount('openai-responses', 'anthropic-messages', { ...counted })).toEqual({ input_tokens: 7 })
  expect(translateCount('anthropic-messages', 'openai-responses', { input_tokens: 7 })).toEqual(counted)
  expect(() => translateCount('openai-responses', 'gemini', { input_tokens: 'many' })).toThrow('input_tokens')
})
