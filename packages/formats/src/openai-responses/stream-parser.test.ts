import { describe, expect, test } from 'vitest'
import { pushAll } from '../__fixtures__/push-all.js'
import type { AnswerEvent } from '../model/answer.js'
import type { JsonObject } from '../model/json.js'
import { aggregateAnswer } from '../stream/answer-aggregator.js'
import { ResponsesStreamParser } from './stream-parser.js'

function parse(...data: readonly unknown[]): readonly AnswerEvent[] {
  return pushAll(new ResponsesStreamParser(), data)
}

const created = { type: 'response.created', response: { id: 'resp_1', model: 'gpt-5', created_at: 7, output: [] } }

function completed(output: readonly JsonObject[] = [], members: JsonObject = {}): JsonObject {
  return { type: 'response.completed', response: { id: 'resp_1', model: 'gpt-5', output, ...members } }
}

function blocksOf(...data: readonly JsonObject[]): unknown {
  const result = aggregateAnswer(parse(created, ...data, completed()))
  return 'answer' in result ? result.answer.blocks : result
}

function thinks(delta: string): JsonObject {
  return { type: 'response.reasoning_text.delta', output_index: 0, content_index: 0, delta }
}

function writes(output_index: number, delta: string): JsonObject {
  return { type: 'response.function_call_arguments.delta', output_index, delta }
}

function callItem(id: string, name: string, json: string): JsonObject {
  return { type: 'function_call', id: `fc_${id}`, call_id: `call_${id}`, name, arguments: json }
}

function added(output_index: number, item: JsonObject): JsonObject {
  return { type: 'response.output_item.added', output_index, item }
}

const call = { type: 'function_call', id: 'fc_1', call_id: 'call_1', name: 'look' }

test('a stream with thoughts, a text and a call', () => {
  const reasoning = {
    type: 'reasoning',
    id: 'rs_1',
    summary: [{ text: 'Hm' }, { text: 'Ah' }],
    encrypted_content: 'gA',
  }
  const summary = { output_index: 0, item_id: 'rs_1' }
  const usage = {
    input_tokens: 9,
    output_tokens: 4,
    input_tokens_details: { cached_tokens: 3 },
    output_tokens_details: { reasoning_tokens: 2 },
  }
  const events = parse(
    created,
    { type: 'response.in_progress', response: created.response },
    { type: 'response.output_item.added', output_index: 0, item: { type: 'reasoning', id: 'rs_1', summary: [] } },
    { type: 'response.reasoning_summary_text.delta', ...summary, summary_index: 0, delta: 'Hm' },
    { type: 'response.reasoning_summary_text.delta', ...summary, summary_index: 1, delta: 'Ah' },
    { type: 'response.output_item.done', output_index: 0, item: reasoning },
    { type: 'response.output_item.added', output_index: 1, item: { type: 'message', content: [] } },
    { type: 'response.output_text.delta', output_index: 1, content_index: 0, delta: 'I ' },
    { type: 'response.output_text.delta', output_index: 1, content_index: 0, delta: 'look' },
    { type: 'response.output_text.done', output_index: 1, content_index: 0, text: 'I look' },
    {
      type: 'response.output_item.done',
      output_index: 1,
      item: { type: 'message', content: [{ type: 'output_text', text: 'I look' }] },
    },
    { type: 'response.output_item.added', output_index: 2, item: { ...call, arguments: '' } },
    { type: 'response.function_call_arguments.delta', output_index: 2, delta: '{"a":' },
    { type: 'response.function_call_arguments.delta', output_index: 2, delta: '1}' },
    { type: 'response.output_item.done', output_index: 2, item: { ...call, arguments: '{"a":1}' } },
    completed([reasoning], { usage }),
    { type: 'response.output_text.delta', output_index: 3, content_index: 0, delta: 'too late' },
  )
  expect(events).toEqual([
    { type: 'start', id: 'resp_1', model: 'gpt-5', createdAt: 7 },
    { type: 'block-start', index: 0, block: { type: 'reasoning' } },
    { type: 'delta', index: 0, text: 'Hm', part: 0 },
    { type: 'delta', index: 0, text: 'Ah', part: 1 },
    {
      type: 'block-stop',
      index: 0,
      seal: { origin: 'openai-responses', data: 'gA', id: 'rs_1', texts: ['Hm', 'Ah'] },
    },
    { type: 'block-start', index: 1, block: { type: 'text' } },
    { type: 'delta', index: 1, text: 'I ' },
    { type: 'delta', index: 1, text: 'look' },
    { type: 'block-stop', index: 1 },
    { type: 'block-start', index: 2, block: { type: 'tool-call', id: 'call_1', name: 'look' } },
    { type: 'delta', index: 2, text: '{"a":' },
    { type: 'delta', index: 2, text: '1}' },
    { type: 'block-stop', index: 2 },
    { type: 'finish', reason: 'tool-calls', usage: { input: 9, output: 4, cacheRead: 3, reasoning: 2 } },
  ])
})

describe('what a server leaves out is taken from the whole item', () => {
  const text = { type: 'message', id: 'msg_1', content: [{ type: 'output_text', text: 'Hello' }] }

  test('when it is done', () => {
    expect(blocksOf({ type: 'response.output_item.done', output_index: 0, item: text })).toEqual([
      { type: 'text', text: 'Hello' },
    ])
  })

  test('when the response is', () => {
    const result = aggregateAnswer(parse(created, completed([text, { ...call, arguments: '' }])))
    expect(result).toMatchObject({
      answer: {
        blocks: [
          { type: 'text', text: 'Hello' },
          { type: 'tool-call', arguments: '{}' },
        ],
      },
    })
  })

  test('the rest of a text, and once only', () => {
    const result = aggregateAnswer(
      parse(
        { type: 'response.output_text.delta', output_index: 0, content_index: 0, delta: 'Hel' },
        { type: 'response.output_item.done', output_index: 0, item: text },
        completed([text]),
      ),
    )
    expect(result).toMatchObject({ answer: { blocks: [{ type: 'text', text: 'Hello' }] } })
  })

  test('the arguments of a call that was never added', () => {
    const item = { type: 'custom_tool_call', id: 'ctc_1', call_id: 'call_1', name: 'patch', input: '*** Begin' }
    expect(blocksOf({ type: 'response.output_item.done', output_index: 0, item })).toEqual([
      { type: 'tool-call', id: 'call_1', name: 'patch', arguments: '*** Begin', isFreeForm: true },
    ])
  })
})

test('thoughts that are shown as they are', () => {
  const item = { type: 'reasoning', id: 'rs_1', summary: [], content: [{ type: 'reasoning_text', text: 'Hmm' }] }
  expect(blocksOf(thinks('H'), thinks('mm'), { type: 'response.output_item.done', output_index: 0, item })).toEqual([
    { type: 'reasoning', texts: ['Hmm'] },
  ])
})

test('a thought of which nothing is given is none', () => {
  const item = { type: 'reasoning', id: 'rs_1', summary: [] }
  expect(
    blocksOf(
      { type: 'response.output_item.added', output_index: 0, item },
      { type: 'response.output_item.done', output_index: 0, item },
    ),
  ).toEqual([])
})

test('calls that come interleaved stay apart', () => {
  expect(
    blocksOf(
      added(0, callItem('1', 'look', '')),
      added(1, callItem('2', 'wait', '')),
      writes(1, '{"b":'),
      writes(0, '{"a":1}'),
      writes(1, '2}'),
      { type: 'response.output_item.done', output_index: 1, item: callItem('2', 'wait', '{"b":2}') },
      { type: 'response.output_item.done', output_index: 0, item: callItem('1', 'look', '{"a":1}') },
    ),
  ).toMatchObject([
    { id: 'call_1', arguments: '{"a":1}' },
    { id: 'call_2', arguments: '{"b":2}' },
  ])
})

describe('the end', () => {
  test.each([
    ['max_output_tokens', 'length'],
    ['content_filter', 'content-filter'],
  ])('is incomplete by %s', (reason, expected) => {
    const response = { id: 'resp_1', output: [], incomplete_details: { reason } }
    expect(parse(created, { type: 'response.incomplete', response }).at(-1)).toMatchObject({ reason: expected })
  })

  test.each([
    ['rate_limit_exceeded', 429],
    ['invalid_prompt', 400],
    ['server_error', 500],
  ])('is a failure by %s', (code, status) => {
    const response = { id: 'resp_1', error: { code, message: 'No' } }
    expect(parse(created, { type: 'response.failed', response })).toEqual([
      expect.objectContaining({ type: 'start' }),
      { type: 'error', error: { status, code, message: 'No' } },
    ])
  })

  test('is an error event, flat or not', () => {
    const error = { type: 'invalid_request_error', code: null, message: 'No', param: 'input' }
    expect(parse({ type: 'error', code: 'server_error', message: 'No', param: null, sequence_number: 1 })).toEqual([
      { type: 'error', error: { status: 500, code: 'server_error', message: 'No' } },
    ])
    expect(parse({ type: 'error', error })).toEqual([
      { type: 'error', error: { status: 400, type: 'invalid_request_error', message: 'No', field: 'input' } },
    ])
  })

  test('is an error when the stream was cut', () => {
    expect(parse(created).at(-1)).toMatchObject({ type: 'error', error: { status: 502 } })
  })

  test('is an error when an event makes no sense', () => {
    expect(parse(created, { type: 'response.output_item.added', output_index: 0 }).at(-1)).toMatchObject({
      type: 'error',
      error: { status: 502, message: expect.stringContaining('item is required') as unknown },
    })
  })
})

test('what is no event of an answer is passed over', () => {
  const { length } = parse(created, { type: 'keepalive', sequence_number: 2 }, 'no JSON', '[DONE]', completed())
  expect(length).toBe(2)
})
