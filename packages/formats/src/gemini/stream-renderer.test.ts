import { expect, test } from 'vitest'
import { isJsonObject } from '../json/is-json-object.js'
import { parseJson } from '../json/parse-json.js'
import type { AnswerEvent } from '../model/answer.js'
import type { Conversation } from '../model/conversation.js'
import { SseReader } from '../sse/sse-reader.js'
import { parseRequest } from './parse-request.js'
import { createStreamRenderer } from './stream-renderer.js'

const asked: Conversation = {
  origin: 'gemini',
  model: 'alias',
  stream: true,
  system: [],
  turns: [],
  tools: [],
  reasoning: { show: true },
  extras: new Map(),
}
const start: AnswerEvent = { type: 'start', id: 'msg_1', model: 'claude-opus', usage: { input: 9, output: 1 } }
const finish: AnswerEvent = { type: 'finish', reason: 'tool-calls', usage: { input: 9, output: 5 } }

function renderText(events: readonly AnswerEvent[], request = asked): string {
  const renderer = createStreamRenderer(request)
  return events.map((event) => renderer.push(event)).join('')
}

function render(events: readonly AnswerEvent[], request = asked): readonly unknown[] {
  const reader = new SseReader()
  const text = Buffer.from(renderText(events, request))
  return [...reader.push(text), ...reader.end()].map(({ data }) => parseJson(data))
}

const partsOf = (chunks: readonly unknown[]): readonly unknown[] =>
  chunks.flatMap((chunk) => {
    const candidates = isJsonObject(chunk) ? chunk['candidates'] : undefined
    const content: unknown = Array.isArray(candidates) ? candidates[0]?.content?.parts : undefined
    return Array.isArray(content) ? content : []
  })

const events: readonly AnswerEvent[] = [
  start,
  { type: 'block-start', index: 0, block: { type: 'reasoning' } },
  { type: 'delta', index: 0, text: 'Hm', part: 0 },
  { type: 'delta', index: 0, text: '.', part: 0 },
  { type: 'delta', index: 0, text: 'So.', part: 1 },
  { type: 'block-stop', index: 0, seal: { origin: 'openai-responses', data: 'gAAA', id: 'rs_1' } },
  { type: 'block-start', index: 1, block: { type: 'text' } },
  { type: 'delta', index: 1, text: 'Yes, ' },
  { type: 'delta', index: 1, text: 'é.' },
  { type: 'block-stop', index: 1 },
  { type: 'block-start', index: 2, block: { type: 'tool-call', id: 'a', name: 'look' } },
  { type: 'block-start', index: 3, block: { type: 'tool-call', id: 'b', name: 'see' } },
  { type: 'delta', index: 2, text: '{"at"' },
  { type: 'delta', index: 3, text: '{}' },
  { type: 'delta', index: 2, text: ':1}' },
  { type: 'block-stop', index: 3 },
  { type: 'block-stop', index: 2 },
  finish,
]

test('chunks as Google’s: text as it comes, calls whole, usage in each', () => {
  const chunks = render(events)
  const thoughtSignature: unknown = expect.any(String)
  expect(partsOf(chunks)).toEqual([
    { text: 'Hm', thought: true },
    { text: '.', thought: true },
    { text: 'So.', thought: true },
    { text: 'Yes, ', thoughtSignature },
    { text: 'é.' },
    { functionCall: { id: 'b', name: 'see', args: {} } },
    { functionCall: { id: 'a', name: 'look', args: { at: 1 } } },
    { text: '' },
  ])
  expect(chunks[0]).toEqual({
    candidates: [{ content: { role: 'model', parts: [{ text: 'Hm', thought: true }] }, index: 0 }],
    usageMetadata: { promptTokenCount: 9, candidatesTokenCount: 1, totalTokenCount: 10 },
    modelVersion: 'claude-opus',
    responseId: 'msg_1',
  })
  expect(chunks.at(-1)).toMatchObject({
    candidates: [{ finishReason: 'STOP' }],
    usageMetadata: { totalTokenCount: 14 },
  })
})

test('what a client sends back of it has the seal, with the text that it is for', () => {
  const contents = partsOf(render(events)).map((part) => ({ role: 'model', parts: [part] }))
  const { turns } = parseRequest({ path: '/v1beta/models/m:generateContent', body: { contents } })
  const texts = ['Hm.', 'So.']
  const seal = { origin: 'openai-responses', data: 'gAAA', id: 'rs_1', texts }
  expect(turns[0]?.blocks.slice(0, 2)).toEqual([
    { type: 'reasoning', texts, seal },
    { type: 'text', text: 'Yes, ' },
  ])
})

test('without thoughts asked for, the seal is all of them', () => {
  const { reasoning: _reasoning, ...unasked } = asked
  const [first] = partsOf(render(events, unasked))
  expect(first).toMatchObject({ text: 'Yes, ', thoughtSignature: expect.any(String) })
})

test('a hidden thought at the end is carried by a thought without text', () => {
  const hidden: readonly AnswerEvent[] = [
    start,
    { type: 'block-start', index: 0, block: { type: 'reasoning', isRedacted: true } },
    { type: 'block-stop', index: 0, seal: { origin: 'anthropic-messages', data: 'RED' } },
    { type: 'finish', reason: 'length' },
  ]
  const parts = partsOf(render(hidden))
  expect(parts).toEqual([{ text: '', thought: true, thoughtSignature: expect.any(String) }])
  const { turns } = parseRequest({
    path: '/v1/models/m:generateContent',
    body: { contents: [{ role: 'model', parts }] },
  })
  expect(turns[0]?.blocks).toMatchObject([{ type: 'reasoning', isRedacted: true, seal: { data: 'RED' } }])
})

test('its own signatures stand where they stood', () => {
  const seal = { origin: 'gemini', data: 'c2ln' } as const
  const own: readonly AnswerEvent[] = [
    start,
    { type: 'block-start', index: 0, block: { type: 'text' } },
    { type: 'delta', index: 0, text: 'x' },
    { type: 'block-stop', index: 0, seal },
    { type: 'block-start', index: 1, block: { type: 'tool-call', id: 'a', name: 'f', seal } },
    { type: 'block-stop', index: 1 },
    finish,
  ]
  expect(partsOf(render(own)).slice(0, 3)).toEqual([
    { text: 'x' },
    { text: '', thoughtSignature: 'c2ln' },
    { functionCall: { id: 'a', name: 'f', args: {} }, thoughtSignature: 'c2ln' },
  ])
})

test('a client that did not ask for events gets one JSON array', () => {
  const request = { ...asked, streamFormat: 'json-array' } as const
  expect(createStreamRenderer(request).mediaType).toBe('application/json')
  expect(createStreamRenderer(asked).mediaType).toBeUndefined()
  expect(JSON.parse(renderText(events, request))).toEqual(render(events))
})

test('an error is the last thing said, in either form', () => {
  const broken: readonly AnswerEvent[] = [
    ...events.slice(0, 4),
    { type: 'error', error: { status: 529, type: 'overloaded_error', message: 'Overloaded' } },
  ]
  const error = { error: { code: 503, message: 'Overloaded', status: 'UNAVAILABLE' } }
  expect(render(broken).at(-1)).toEqual(error)
  expect(JSON.parse(renderText(broken, { ...asked, streamFormat: 'json-array' })).at(-1)).toEqual(error)
  expect(JSON.parse(renderText(broken.slice(-1), { ...asked, streamFormat: 'json-array' }))).toEqual([error])
})
