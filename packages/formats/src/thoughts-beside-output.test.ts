// Servers that count thoughts beside the output (xAI): the sum is told to clients of every API, and to usage records.
import { describe, expect, test } from 'vitest'
import { codecs } from './codecs.js'
import type { JsonObject } from './model/json.js'
import { parseUsage } from './parse-usage.js'
import { translateAnswer } from './translate-answer.js'
import { StreamTranslator } from './translate-stream.js'

const chat = {
  prompt_tokens: 12,
  completion_tokens: 2,
  total_tokens: 354,
  completion_tokens_details: { reasoning_tokens: 340 },
}
const responses = {
  input_tokens: 12,
  output_tokens: 2,
  total_tokens: 354,
  output_tokens_details: { reasoning_tokens: 340 },
}

test.each([
  ['openai-chat', chat, 342],
  ['openai-chat', { ...chat, completion_tokens: 342 }, 342],
  ['openai-chat', { ...chat, completion_tokens: 342, total_tokens: null }, 342],
  ['openai-responses', responses, 342],
  ['openai-responses', { ...responses, output_tokens: 342 }, 342],
] as const)('a usage record of %s with %j has the output %i', (dialect, usage, output) => {
  expect(parseUsage(dialect, usage)).toMatchObject({ input: 12, output, reasoning: 340 })
})

const messages = [{ role: 'user', content: 'Hi' }]
const stream_options = { include_usage: true }

const answer = (rest: JsonObject): JsonObject => ({
  id: 'a',
  model: 'm',
  choices: [{ index: 0, finish_reason: 'stop', ...rest }],
  usage: chat,
})

describe.each([
  ['anthropic-messages', { model: 'm', max_tokens: 9, messages }, '"output_tokens":342'],
  ['openai-responses', { model: 'm', input: 'Hi' }, '"output_tokens":342'],
  ['openai-chat', { model: 'm', messages, stream: true, stream_options }, '"completion_tokens":342'],
  ['gemini', { contents: [{ parts: [{ text: 'Hi' }] }] }, '"candidatesTokenCount":2,"totalTokenCount":354'],
] as const)('a client of %s', (to, body, expected) => {
  const conversation = codecs[to].parseRequest({ path: '/v1beta/models/m:generateContent', body })

  test('is told all of the output, whole and streamed', () => {
    const whole = translateAnswer({
      from: 'openai-chat',
      to,
      body: answer({ message: { content: 'x' } }),
      conversation,
    })
    expect(JSON.stringify(whole)).toContain(expected)
    const stream = new StreamTranslator({ from: 'openai-chat', to, conversation })
    const chunk = Buffer.from(`data: ${JSON.stringify(answer({ delta: { content: 'x' } }))}\n\n`)
    expect(Buffer.concat([stream.push(chunk), stream.end()]).toString()).toContain(expected)
    expect(stream.usage).toMatchObject({ output: 342 })
  })
})
