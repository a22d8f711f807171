// A provider (or a gateway before it) that makes a second attempt in the middle of a stream. The SDKs judge what clients see.
import Anthropic from '@anthropic-ai/sdk'
import OpenAI from 'openai'
import { describe, expect, test } from 'vitest'
import { codecs } from './codecs.js'
import type { Dialect } from './model/dialect.js'
import type { JsonObject } from './model/json.js'
import { aggregateAnswer } from './stream/answer-aggregator.js'
import { StreamEvents } from './stream/stream-events.js'
import { StreamTranslator } from './translate-stream.js'

type Provider = keyof typeof streams

const anthropicCall = (id: string, json: readonly string[]): readonly JsonObject[] => [
  { type: 'message_start', message: { id, model: 'm', usage: { input_tokens: 3, output_tokens: 1 } } },
  {
    type: 'content_block_start',
    index: 0,
    content_block: { type: 'tool_use', id: `call_${id}`, name: 'look', input: {} },
  },
  ...json.map((partial_json) => ({
    type: 'content_block_delta',
    index: 0,
    delta: { type: 'input_json_delta', partial_json },
  })),
]
const chatChunk = (id: string, delta: JsonObject, finish_reason: string | null = null): JsonObject => ({
  id,
  model: 'm',
  choices: [{ index: 0, delta, finish_reason }],
})
const chatCall = (id: string, json: readonly string[]): readonly JsonObject[] => [
  chatChunk(id, { role: 'assistant', content: null }),
  chatChunk(id, { tool_calls: [{ index: 0, id: `call_${id}`, function: { name: 'look', arguments: '' } }] }),
  ...json.map((text) => chatChunk(id, { tool_calls: [{ index: 0, function: { arguments: text } }] })),
]
const responsesCall = (id: string, json: readonly string[]): readonly JsonObject[] => [
  { type: 'response.created', response: { id, model: 'm' } },
  {
    type: 'response.output_item.added',
    output_index: 0,
    item: { type: 'function_call', id: `fc_${id}`, call_id: `call_${id}`, name: 'look', arguments: '' },
  },
  ...json.map((delta) => ({ type: 'response.function_call_arguments.delta', output_index: 0, delta })),
]
const geminiCall = (responseId: string, texts: readonly string[], willContinue: boolean): readonly JsonObject[] => [
  { responseId, candidates: [{ content: { parts: [{ functionCall: { name: 'look', willContinue: true } }] } }] },
  ...texts.map((stringValue) => {
    const functionCall = { partialArgs: [{ jsonPath: '$.at', stringValue }], willContinue }
    return { responseId, candidates: [{ content: { parts: [{ functionCall }] } }] }
  }),
]

/** A call that is cut, then the whole of another attempt. */
const streams = {
  'anthropic-messages': [
    ...anthropicCall('one', ['{"at":"he']),
    ...anthropicCall('two', ['{"at":', '"here"}']),
    { type: 'content_block_stop', index: 0 },
    { type: 'message_delta', delta: { stop_reason: 'tool_use' }, usage: { output_tokens: 9 } },
    { type: 'message_stop' },
  ],
  'openai-chat': [
    ...chatCall('one', ['{"at":"he']),
    ...chatCall('two', ['{"at":', '"here"}']),
    chatChunk('two', {}, 'tool_calls'),
  ],
  'openai-responses': [
    ...responsesCall('one', ['{"at":"he']),
    ...responsesCall('two', ['{"at":', '"here"}']),
    {
      type: 'response.completed',
      response: {
        id: 'two',
        status: 'completed',
        output: [
          { type: 'function_call', id: 'fc_two', call_id: 'call_two', name: 'look', arguments: '{"at":"here"}' },
        ],
      },
    },
  ],
  gemini: [
    ...geminiCall('one', ['he'], true),
    ...geminiCall('two', ['here'], false),
    { responseId: 'two', candidates: [{ finishReason: 'STOP' }] },
  ],
} as const satisfies Record<Dialect, readonly JsonObject[]>

const bytes = (events: readonly JsonObject[]): Uint8Array =>
  Buffer.from(events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join(''))

const bodies = {
  'anthropic-messages': { model: 'm', max_tokens: 9, messages: [{ role: 'user' as const, content: 'Hi' }] },
  'openai-chat': { model: 'm', messages: [{ role: 'user' as const, content: 'Hi' }] },
  'openai-responses': { model: 'm', input: 'Hi' },
}

function translator(from: Provider, to: keyof typeof bodies): StreamTranslator {
  const conversation = codecs[to].parseRequest({ path: '/', body: { ...bodies[to], stream: true } })
  return new StreamTranslator({ from, to, conversation })
}

function translated(from: Provider, to: keyof typeof bodies): string {
  const stream = translator(from, to)
  return Buffer.concat([stream.push(bytes(streams[from])), stream.end()]).toString()
}

function answered(text: string) {
  const fetch = async (): Promise<Response> => new Response(text, { headers: { 'content-type': 'text/event-stream' } })
  return { apiKey: 'fake-key-1', maxRetries: 0, fetch }
}

const providers = ['anthropic-messages', 'openai-chat', 'openai-responses', 'gemini'] as const

describe.each(providers)('a stream of %s that begins anew', (from) => {
  test('is an error for the SDK of Anthropic, which is given no call', async () => {
    const stream = new Anthropic(answered(translated(from, 'anthropic-messages'))).messages.stream(
      bodies['anthropic-messages'],
    )
    const calls: unknown[] = []
    stream.on('contentBlock', (block) => calls.push(block))
    await expect(stream.finalMessage()).rejects.toThrow('began the answer anew')
    expect(calls).toEqual([])
  })

  test('is an error for the SDK of Chat Completions, which is given no call', async () => {
    const { chat } = new OpenAI(answered(translated(from, 'openai-chat')))
    const stream = chat.completions.stream(bodies['openai-chat'])
    const calls: unknown[] = []
    stream.on('tool_calls.function.arguments.done', (call) => calls.push(call))
    await expect(stream.finalChatCompletion()).rejects.toThrow('began the answer anew')
    expect(calls).toEqual([])
  })

  test('is an error for the SDK of Responses', async () => {
    const { responses } = new OpenAI(answered(translated(from, 'openai-responses')))
    await expect(responses.stream(bodies['openai-responses']).finalResponse()).rejects.toThrow('began the answer anew')
  })

  test('is its second attempt for a client that wants no stream', () => {
    const events = new StreamEvents(from)
    expect(aggregateAnswer([...events.push(bytes(streams[from])), ...events.end()])).toMatchObject({
      answer: {
        id: 'two',
        blocks: [{ type: 'tool-call', name: 'look', arguments: '{"at":"here"}' }],
        finish: 'tool-calls',
      },
    })
  })

  test('is over for the client with the error', () => {
    const stream = translator(from, from === 'openai-chat' ? 'openai-responses' : 'openai-chat')
    stream.push(bytes(streams[from]))
    expect(stream).toMatchObject({ isOver: true, error: { status: 502 } })
    expect(stream.end()).toHaveLength(0)
  })
})

test('a second attempt before anything of an answer was sent is the answer', () => {
  const [start, ...rest] = anthropicCall('two', ['{}'])
  const [first] = anthropicCall('one', [])
  const stream = translator('anthropic-messages', 'openai-chat')
  const end = [{ type: 'message_delta', delta: { stop_reason: 'tool_use' } }, { type: 'message_stop' }]
  const text = Buffer.from(
    stream.push(bytes([first, start, ...rest, ...end].filter((event) => event !== undefined))),
  ).toString()
  expect(text.match(/"role"/g)).toHaveLength(1)
  expect(text).toContain('"finish_reason":"tool_calls"')
  expect(stream.error).toBeUndefined()
})

test.each<readonly [string, readonly JsonObject[]]>([
  [
    'an id of its own for each chunk',
    ['a', 'b', 'c'].map((content, index) =>
      chatChunk(`id_${index}`, { ...(index === 0 && { role: 'assistant' }), content }),
    ),
  ],
  [
    'an id and the role for each chunk',
    ['a', 'b', 'c'].map((content, index) => chatChunk(`id_${index}`, { role: 'assistant', content })),
  ],
  [
    'the role again, with the same id',
    ['a', 'b', 'c'].map((content, index) => chatChunk('one', { ...(index !== 1 && { role: 'assistant' }), content })),
  ],
])('a server of Chat Completions with %s does not begin anew', (_what, chunks) => {
  const stream = translator('openai-chat', 'anthropic-messages')
  const text = Buffer.from(stream.push(bytes([...chunks, chatChunk('one', {}, 'stop')]))).toString()
  expect([...text.matchAll(/"text":"(\w)"/g)].map(([, letter]) => letter)).toEqual(['a', 'b', 'c'])
  expect(stream.error).toBeUndefined()
})

test('an answer that is whole stays, whatever begins after it', () => {
  const done = [...chatCall('one', ['{}']), chatChunk('one', {}, 'tool_calls')]
  const stream = translator('openai-chat', 'anthropic-messages')
  const text = Buffer.from(stream.push(bytes([...done, ...chatCall('two', ['{"a'])]))).toString()
  expect(text).toContain('message_stop')
  expect(stream.error).toBeUndefined()
})

test('a call that begins in the place of one that is cut is an error, also without another id of the answer', () => {
  const cut = chatCall('one', ['{"at":"he'])
  const [, next] = chatCall('two', [])
  const stream = translator('openai-chat', 'anthropic-messages')
  stream.push(bytes([...cut, { ...next, id: 'one' }]))
  expect(stream.error).toMatchObject({ status: 502, message: expect.stringContaining('another call') })
})
