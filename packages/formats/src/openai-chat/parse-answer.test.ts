import { describe, expect, test } from 'vitest'
import type { Answer } from '../model/answer.js'
import type { JsonObject } from '../model/json.js'
import { parseAnswer } from './parse-answer.js'

function parse(message: JsonObject, finish_reason: string | null = 'stop', members: JsonObject = {}): Answer {
  return parseAnswer({ id: 'c', model: 'm', choices: [{ index: 0, message, finish_reason }], ...members })
}

const call = { id: 'call_1', type: 'function', function: { name: 'look', arguments: '{}' } }

test('an answer has text, thoughts, calls and usage', () => {
  const usage = {
    prompt_tokens: 9,
    completion_tokens: 4,
    prompt_tokens_details: { cached_tokens: 3 },
    completion_tokens_details: { reasoning_tokens: 2 },
  }
  expect(parse({ content: 'Hi', reasoning: 'Hm', tool_calls: [call] }, 'tool_calls', { usage, created: 7 })).toEqual({
    id: 'c',
    model: 'm',
    createdAt: 7,
    blocks: [
      {
        type: 'reasoning',
        texts: ['Hm'],
        seal: { origin: 'openai-chat', data: '{"field":"reasoning"}', texts: ['Hm'] },
      },
      { type: 'text', text: 'Hi' },
      { type: 'tool-call', id: 'call_1', name: 'look', arguments: '{}' },
    ],
    finish: 'tool-calls',
    usage: { input: 9, output: 4, cacheRead: 3, reasoning: 2 },
  })
})

describe('what other servers do', () => {
  test('calls without ids, with arguments that are JSON already', () => {
    const { blocks, finish } = parse({
      content: null,
      tool_calls: [{ function: { name: 'look', arguments: { a: 1 } } }],
    })
    expect(blocks).toEqual([
      {
        type: 'tool-call',
        id: expect.stringMatching(/^call_\w{24}$/) as unknown,
        name: 'look',
        arguments: '{"a":1}',
      },
    ])
    expect(finish).toBe('tool-calls')
  })

  test('content in parts', () => {
    const content = [
      { type: 'thinking', thinking: [{ type: 'text', text: 'Hm' }] },
      { type: 'text', text: 'Hi' },
    ]
    expect(parse({ content }).blocks).toEqual([
      { type: 'reasoning', texts: ['Hm'] },
      { type: 'text', text: 'Hi' },
    ])
  })

  test('cached tokens by another name', () => {
    const usage = { prompt_tokens: 9, completion_tokens: 4, prompt_cache_hit_tokens: 3 }
    expect(parse({ content: 'Hi' }, null, { usage }).usage).toEqual({ input: 9, output: 4, cacheRead: 3 })
  })
})

test.each([
  ['length', 'length'],
  ['content_filter', 'content-filter'],
  ['stop', 'stop'],
  ['eos', 'stop'],
])('%s is %s', (reason, expected) => {
  expect(parse({ content: 'Hi' }, reason).finish).toBe(expected)
})

test('a refusal is why it ended', () => {
  expect(parse({ content: null, refusal: 'No' })).toMatchObject({
    finish: 'refusal',
    blocks: [{ type: 'refusal', text: 'No' }],
  })
})

test.each([
  [{ error: { message: 'No credit', code: 402 } }, 'No credit'],
  [{ choices: [{ error: { message: 'Overloaded' }, message: {} }] }, 'Overloaded'],
  [{ choices: [] }, 'choices is required'],
  [{ choices: [{}] }, 'choices.0.message is required'],
])('%j is no answer', (body, message) => {
  expect(() => parseAnswer(body)).toThrow(expect.objectContaining({ status: 502 }))
  expect(() => parseAnswer(body)).toThrow(message)
})

test.each([
  [
    {
      prompt_tokens: 12,
      completion_tokens: 2,
      total_tokens: 354,
      completion_tokens_details: { reasoning_tokens: 340 },
    },
    342,
  ],
  [
    {
      prompt_tokens: 12,
      completion_tokens: 342,
      total_tokens: 354,
      completion_tokens_details: { reasoning_tokens: 340 },
    },
    342,
  ],
  [{ prompt_tokens: 12, completion_tokens: 342, completion_tokens_details: { reasoning_tokens: 340 } }, 342],
  [{ prompt_tokens: 12, completion_tokens: 5, total_tokens: 17 }, 5],
])('of %j the output is %i, whether thoughts are counted in it or beside it', (usage, output) => {
  const body = { id: 'a', model: 'm', choices: [{ message: { content: 'x' }, finish_reason: 'stop' }], usage }
  expect(parseAnswer(body).usage).toMatchObject({ input: 12, output })
})
