// Streams as servers that speak Chat really write them.
import { describe, expect, test } from 'vitest'
import { pushAll } from '../__fixtures__/push-all.js'
import type { AnswerEvent } from '../model/answer.js'
import type { JsonObject } from '../model/json.js'
import { aggregateAnswer } from '../stream/answer-aggregator.js'
import { ChatStreamParser } from './stream-parser.js'

function chunk(delta: JsonObject, finish_reason: string | null = null): JsonObject {
  return { id: 'chatcmpl-1', model: 'm', created: 7, choices: [{ index: 0, delta, finish_reason }] }
}

function parse(...data: readonly unknown[]): readonly AnswerEvent[] {
  return pushAll(new ChatStreamParser(), data)
}

/** The blocks that a stream of these deltas adds up to. */
function blocksOf(...deltas: readonly JsonObject[]): unknown {
  const result = aggregateAnswer(parse(...deltas.map((delta) => chunk(delta)), chunk({}, 'stop'), '[DONE]'))
  return 'answer' in result ? result.answer.blocks : result
}

function call(index: number | undefined, called: JsonObject, id?: string): JsonObject {
  return { tool_calls: [{ ...(index !== undefined && { index }), ...(id !== undefined && { id }), function: called }] }
}

const ids: unknown = expect.stringMatching(/^call_\w{24}$/)

test('a plain stream is a start, one block, and an end with usage', () => {
  const usage = { prompt_tokens: 3, completion_tokens: 2, prompt_tokens_details: { cached_tokens: 1 } }
  const events = parse(
    { id: '', choices: [], prompt_filter_results: [] },
    chunk({ role: 'assistant', content: '' }),
    chunk({ content: 'Hel' }),
    chunk({ content: 'lo' }),
    chunk({ content: null }, 'stop'),
    { id: 'chatcmpl-1', model: 'm', created: 7, choices: [], usage },
    '[DONE]',
    chunk({ content: 'too late' }),
  )
  expect(events).toEqual([
    { type: 'start', id: 'chatcmpl-1', model: 'm', createdAt: 7 },
    { type: 'block-start', index: 0, block: { type: 'text' } },
    { type: 'delta', index: 0, text: 'Hel' },
    { type: 'delta', index: 0, text: 'lo' },
    { type: 'block-stop', index: 0 },
    { type: 'finish', reason: 'stop', usage: { input: 3, output: 2, cacheRead: 1 } },
  ])
})

describe('calls', () => {
  test('come interleaved by their index', () => {
    const blocks = blocksOf(
      call(0, { name: 'look', arguments: '' }, 'call_1'),
      call(1, { name: 'wait', arguments: '' }, 'call_2'),
      call(1, { arguments: '{"b":' }),
      call(0, { arguments: '{"a":1}' }),
      call(1, { arguments: '2}' }),
    )
    expect(blocks).toEqual([
      { type: 'tool-call', id: 'call_1', name: 'look', arguments: '{"a":1}' },
      { type: 'tool-call', id: 'call_2', name: 'wait', arguments: '{"b":2}' },
    ])
  })

  test('stop when the next one begins, as soon as they are whole', () => {
    const events = parse(
      chunk(call(0, { name: 'look', arguments: '{"a":1}' }, 'call_1')),
      chunk(call(1, { name: 'wait', arguments: '{}' }, 'call_2')),
    )
    expect(events.slice(1, 5).map(({ type }) => type)).toEqual(['block-start', 'delta', 'block-stop', 'block-start'])
  })

  test('may have no ids, and repeat an empty name', () => {
    expect(blocksOf(call(0, { name: 'look', arguments: '{"a"' }), call(0, { name: '', arguments: ':1}' }, ''))).toEqual(
      [{ type: 'tool-call', id: ids, name: 'look', arguments: '{"a":1}' }],
    )
  })

  test('may have no index', () => {
    const blocks = blocksOf(
      call(undefined, { name: 'look', arguments: '{"a":1}' }),
      call(undefined, { name: 'wait', arguments: '{"b":2}' }),
    )
    expect(blocks).toMatchObject([
      { name: 'look', arguments: '{"a":1}' },
      { name: 'wait', arguments: '{"b":2}' },
    ])
  })

  test('may all have the same index', () => {
    const blocks = blocksOf(
      call(0, { name: 'look', arguments: '{"a":1}' }, 'call_1'),
      call(0, { name: 'wait', arguments: '{"b":2}' }, 'call_2'),
    )
    expect(blocks).toMatchObject([{ id: 'call_1' }, { id: 'call_2', arguments: '{"b":2}' }])
  })

  test('may have arguments that are JSON already, or none', () => {
    expect(
      blocksOf(call(0, { name: 'look', arguments: { a: 1 } }, 'call_1'), call(1, { name: 'wait' }, 'call_2')),
    ).toEqual([
      { type: 'tool-call', id: 'call_1', name: 'look', arguments: '{"a":1}' },
      { type: 'tool-call', id: 'call_2', name: 'wait', arguments: '{}' },
    ])
  })

  test('may get their name after their arguments, and all of them again at the end', () => {
    const blocks = blocksOf(
      call(0, { arguments: '{"a":' }, 'call_1'),
      call(0, { name: 'look', arguments: '1}' }),
      call(0, { name: 'look', arguments: '{"a":1}' }),
    )
    expect(blocks).toEqual([{ type: 'tool-call', id: 'call_1', name: 'look', arguments: '{"a":1}' }])
  })

  test('may be custom, or of the form before tools', () => {
    expect(
      blocksOf(
        { tool_calls: [{ index: 0, id: 'call_1', type: 'custom', custom: { name: 'patch', input: '' } }] },
        { tool_calls: [{ index: 0, custom: { input: '*** Begin' } }] },
      ),
    ).toEqual([{ type: 'tool-call', id: 'call_1', name: 'patch', arguments: '*** Begin', isFreeForm: true }])
    expect(
      blocksOf({ function_call: { name: 'look', arguments: '' } }, { function_call: { arguments: '{"a":1}' } }),
    ).toEqual([{ type: 'tool-call', id: ids, name: 'look', arguments: '{"a":1}' }])
  })

  test('are why the answer ended, whatever the server says', () => {
    const named = call(0, { name: 'look', arguments: '{}' }, 'call_1')
    expect(parse(chunk(named), chunk({}, 'stop'), '[DONE]').at(-1)).toMatchObject({ reason: 'tool-calls' })
    expect(parse(chunk({ content: 'Hi' }), chunk({}, 'tool_calls'), '[DONE]').at(-1)).toMatchObject({ reason: 'stop' })
  })
})

describe('thoughts', () => {
  test.each(['reasoning_content', 'reasoning'])('in %s come before the text, and remember where they were', (field) => {
    expect(blocksOf({ [field]: 'H' }, { [field]: 'm', content: null }, { content: 'Hi' })).toEqual([
      {
        type: 'reasoning',
        texts: ['Hm'],
        seal: { origin: 'openai-chat', data: JSON.stringify({ field }), texts: ['Hm'] },
      },
      { type: 'text', text: 'Hi' },
    ])
  })

  test('keep the details that a provider signed, put together', () => {
    const detail = { type: 'reasoning.text', format: 'f', index: 0 }
    const blocks = blocksOf(
      { reasoning: 'H', reasoning_details: [{ ...detail, text: 'H' }] },
      { reasoning: 'm', reasoning_details: [{ ...detail, text: 'm' }] },
      { reasoning_details: [{ ...detail, text: '', signature: 'EqQB' }] },
      { reasoning_details: [{ type: 'reasoning.encrypted', data: 'gAAA', index: 1 }] },
      { content: 'Hi' },
    )
    const details = [
      { ...detail, text: 'Hm', signature: 'EqQB' },
      { type: 'reasoning.encrypted', data: 'gAAA', index: 1 },
    ]
    expect(blocks).toMatchObject([
      { type: 'reasoning', texts: ['Hm'], seal: { data: JSON.stringify({ field: 'reasoning', details }) } },
      { type: 'text', text: 'Hi' },
    ])
  })

  test('may be parts of the content', () => {
    const thinking = { type: 'thinking', thinking: [{ type: 'text', text: 'Hm' }] }
    expect(blocksOf({ content: [thinking] }, { content: [{ type: 'text', text: 'Hi' }] })).toEqual([
      { type: 'reasoning', texts: ['Hm'] },
      { type: 'text', text: 'Hi' },
    ])
  })
})

describe('the end', () => {
  test('is there when a server closes without [DONE]', () => {
    expect(parse(chunk({ content: 'Hi' }), chunk({}, 'length')).at(-1)).toEqual({ type: 'finish', reason: 'length' })
  })

  test('is there when a server says [DONE] without a reason', () => {
    expect(parse(chunk({ content: 'Hi' }), '[DONE]').at(-1)).toEqual({ type: 'finish', reason: 'stop' })
  })

  test.each([[[chunk({ content: 'Hi' })]], [[]], [['[DONE]']]])('is an error when the answer was cut: %j', (data) => {
    expect(parse(...data).at(-1)).toMatchObject({ type: 'error', error: { status: 502 } })
  })

  test('is an error that comes in the stream', () => {
    const events = parse(chunk({ content: 'Hi' }), { error: { message: 'No credit', code: 402 } }, chunk({}, 'stop'))
    expect(events.at(-1)).toEqual({ type: 'error', error: { status: 402, code: '402', message: 'No credit' } })
  })

  test('is an error when a chunk makes no sense', () => {
    const events = parse({ choices: [{ delta: { content: 'Hi', tool_calls: 'none' } }] })
    expect(events.at(-1)).toMatchObject({ type: 'error', error: { status: 502 } })
  })
})

test('of several choices the first is the answer', () => {
  const other = { choices: [{ index: 1, delta: { content: 'No' } }] }
  const result = aggregateAnswer(parse(chunk({ content: 'Yes' }), other, chunk({}, 'stop'), '[DONE]'))
  expect(result).toMatchObject({ answer: { blocks: [{ type: 'text', text: 'Yes' }] } })
})

test('a refusal is a block of its own', () => {
  expect(blocksOf({ refusal: 'I ' }, { refusal: 'cannot' })).toEqual([{ type: 'refusal', text: 'I cannot' }])
})
