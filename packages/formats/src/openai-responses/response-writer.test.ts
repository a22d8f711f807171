import { expect, test } from 'vitest'
import { parseJsonObject } from '../json/parse-json-object.js'
import type { AnswerEvent } from '../model/answer.js'
import type { Conversation } from '../model/conversation.js'
import type { JsonObject } from '../model/json.js'
import { SseReader } from '../sse/sse-reader.js'
import { parseRequest } from './parse-request.js'
import { ResponsesStreamRenderer } from './stream-renderer.js'

const tools = [
  { type: 'custom', name: 'patch' },
  { type: 'namespace', name: 'mcp__disk', tools: [{ type: 'function', name: 'read' }] },
]
const request: Conversation = parseRequest({ path: '/v1/responses', body: { model: 'm', input: 'Hi', tools } })

function render(...events: readonly AnswerEvent[]): readonly JsonObject[] {
  const renderer = new ResponsesStreamRenderer(request)
  const text = events.map((event) => renderer.push(event)).join('')
  return new SseReader().push(new TextEncoder().encode(text)).map(({ event, data }) => {
    const json = parseJsonObject(data) ?? {}
    expect(json['type']).toBe(event)
    return json
  })
}

function items(...events: readonly AnswerEvent[]): readonly unknown[] {
  return render({ type: 'start', id: 'msg_1', model: 'm' }, ...events, { type: 'finish', reason: 'tool-calls' })
    .filter(({ type }) => type === 'response.output_item.done')
    .map(({ item }) => item)
}

function call(name: string, ...json: readonly string[]): readonly AnswerEvent[] {
  return [
    { type: 'block-start', index: 0, block: { type: 'tool-call', id: 'call_1', name } },
    ...json.map((text): AnswerEvent => ({ type: 'delta', index: 0, text })),
    { type: 'block-stop', index: 0 },
  ]
}

test('events are numbered from 0', () => {
  const numbers = render({ type: 'start', id: 'msg_1', model: 'm' }, ...call('look')).map(
    ({ sequence_number }) => sequence_number,
  )
  expect(numbers).toEqual([0, 1, 2, 3, 4, 5])
})

test('a tool of text is called with text, though the provider wrote JSON', () => {
  expect(items(...call('patch', '{"input":"*** ', 'Begin\\n"}'))).toMatchObject([
    { type: 'custom_tool_call', call_id: 'call_1', name: 'patch', input: '*** Begin\n' },
  ])
})

test('a tool of a group is called by its own name', () => {
  expect(items(...call('mcp__disk__read', '{}'))).toMatchObject([
    { type: 'function_call', name: 'read', namespace: 'mcp__disk' },
  ])
})

test('a call without arguments has an empty object', () => {
  expect(items(...call('look'))).toMatchObject([{ type: 'function_call', arguments: '{}', status: 'completed' }])
})

test('what did not stop is done when the answer is', () => {
  const [start] = call('look')
  expect(start && items(start)).toMatchObject([{ type: 'function_call', status: 'completed' }])
})

test('a failure is an error for the SDK and a failed response for Codex', () => {
  const error = { status: 400, message: 'prompt is too long: 210000 tokens > 200000 maximum' }
  const events = render({ type: 'start', id: 'msg_1', model: 'm' }, { type: 'error', error })
  expect(events.slice(2)).toMatchObject([
    { type: 'error', code: 'context_length_exceeded', message: error.message, param: null },
    {
      type: 'response.failed',
      response: { id: 'resp_msg_1', status: 'failed', error: { code: 'context_length_exceeded' } },
    },
  ])
})

test('a failure before the beginning is told too', () => {
  expect(render({ type: 'error', error: { status: 500, message: 'No' } }).map(({ type }) => type)).toEqual([
    'error',
    'response.failed',
  ])
})
