// The official SDK as the judge: what it makes of our streams and answers.
import Anthropic, { RateLimitError } from '@anthropic-ai/sdk'
import { describe, expect, test } from 'vitest'
import { plain } from '../__fixtures__/field-samples.js'
import type { Answer, AnswerEvent } from '../model/answer.js'
import type { Seal } from '../model/block.js'
import { decodeSeal } from '../seal/decode-seal.js'
import { eventsOf } from '../stream/events-of.js'
import { anthropicMessages } from './codec.js'

const request = plain('anthropic-messages', 'claude-sonnet-5')

function clientFor(body: string, contentType: string, status = 200): Anthropic {
  return new Anthropic({
    apiKey: 'fake-key-1',
    maxRetries: 0,
    fetch: async () => new Response(body, { status, headers: { 'content-type': contentType } }),
  })
}

function streamed(events: readonly AnswerEvent[]): ReturnType<Anthropic['messages']['stream']> {
  const renderer = anthropicMessages.createStreamRenderer(request)
  const client = clientFor(events.map((event) => renderer.push(event)).join(''), 'text/event-stream')
  return client.messages.stream({ model: 'claude-sonnet-5', max_tokens: 100, messages: [] })
}

function call(id: string): Extract<AnswerEvent, { type: 'block-start' }>['block'] {
  return { type: 'tool-call', id, name: 'look' }
}

const foreign: Seal = { origin: 'openai-responses', data: 'gAAAA', id: 'rs_1', texts: ['One', 'Two'] }
const answer: Answer = {
  id: 'resp_1',
  model: 'gpt-5',
  blocks: [
    { type: 'reasoning', texts: ['One', 'Two'], seal: foreign },
    { type: 'text', text: 'It is é😀' },
    { type: 'tool-call', id: 'call_1', name: 'look', arguments: '{"at":{"x":[1,2]}}' },
    { type: 'tool-call', id: 'call_2', name: 'bare', arguments: '' },
  ],
  finish: 'stop',
  usage: { input: 30, output: 9, cacheRead: 20, reasoning: 4 },
}

describe('the SDK', () => {
  test('reads a streamed answer as the same message as a whole one', async () => {
    const client = clientFor(JSON.stringify(anthropicMessages.renderAnswer(answer, request)), 'application/json')
    const whole = await client.messages.create({ model: 'claude-sonnet-5', max_tokens: 100, messages: [] })
    const message = await streamed(eventsOf(answer)).finalMessage()
    expect(message.content).toEqual(whole.content)
    expect(message.content).toMatchObject([
      { type: 'thinking', thinking: 'One\n\nTwo' },
      { type: 'text', text: 'It is é😀' },
      { type: 'tool_use', id: 'call_1', name: 'look', input: { at: { x: [1, 2] } } },
      { type: 'tool_use', id: 'call_2', name: 'bare', input: {} },
    ])
    expect(message.stop_reason).toBe('tool_use')
    expect(message.usage).toMatchObject({ input_tokens: 10, cache_read_input_tokens: 20, output_tokens: 9 })
    expect(whole.usage).toEqual(message.usage)
  })

  test('brings back the seal of another provider', async () => {
    const [thinking] = (await streamed(eventsOf(answer)).finalMessage()).content
    expect(thinking).toMatchObject({ type: 'thinking' })
    expect(decodeSeal(thinking?.type === 'thinking' ? thinking.signature : '', 'anthropic-messages')).toEqual(foreign)
  })

  test('gets parallel calls one after the other, however they came', async () => {
    const message = await streamed([
      { type: 'start', id: 'chatcmpl-1', model: 'm' },
      { type: 'block-start', index: 0, block: call('a') },
      { type: 'delta', index: 0, text: '{"n":' },
      { type: 'block-start', index: 1, block: call('b') },
      { type: 'delta', index: 1, text: '{"n":2' },
      { type: 'delta', index: 0, text: '1}' },
      { type: 'delta', index: 1, text: '}' },
      { type: 'block-stop', index: 1 },
      { type: 'finish', reason: 'tool-calls', usage: { input: 3, output: 2 } },
    ]).finalMessage()
    expect(message.content).toMatchObject([
      { id: 'a', input: { n: 1 } },
      { id: 'b', input: { n: 2 } },
    ])
  })

  test('throws the error inside a stream', async () => {
    const stream = streamed([
      { type: 'start', id: 'x', model: 'm' },
      { type: 'error', error: { status: 429, type: 'rate_limit_exceeded', message: 'Slow down' } },
    ])
    await expect(stream.finalMessage()).rejects.toThrow('Slow down')
  })

  test('knows the class of a translated error', async () => {
    const { status, body } = anthropicMessages.renderError({
      status: 429,
      type: 'tokens',
      message: 'Slow down',
      requestId: 'req_1',
    })
    const client = clientFor(JSON.stringify(body), 'application/json', status)
    const asked = client.messages.create({ model: 'm', max_tokens: 1, messages: [] })
    await expect(asked).rejects.toBeInstanceOf(RateLimitError)
    await expect(asked).rejects.toMatchObject({ type: 'rate_limit_error', apiMessage: 'Slow down' })
  })
})
