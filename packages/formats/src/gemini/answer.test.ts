import { expect, test } from 'vitest'
import { isJsonObject } from '../json/is-json-object.js'
import type { Answer } from '../model/answer.js'
import type { AssistantBlock } from '../model/block.js'
import type { Conversation } from '../model/conversation.js'
import type { JsonObject } from '../model/json.js'
import { parseAnswer } from './parse-answer.js'
import { parseRequest } from './parse-request.js'
import { renderAnswer } from './render-answer.js'

const asked: Conversation = {
  origin: 'gemini',
  model: 'my-alias',
  stream: false,
  system: [],
  turns: [],
  tools: [],
  reasoning: { show: true },
  extras: new Map(),
}
const { reasoning: _reasoning, ...unasked } = asked
const answerOf = (...blocks: readonly AssistantBlock[]): Answer => ({ id: 'a', model: 'm', blocks, finish: 'stop' })

test('an answer in neutral words', () => {
  const body = {
    candidates: [
      {
        content: {
          role: 'model',
          parts: [
            { text: 'Hm.', thought: true },
            { text: 'Let me look.' },
            { functionCall: { name: 'look', args: { at: 'it' } }, thoughtSignature: 'c2ln' },
          ],
        },
        finishReason: 'STOP',
        index: 0,
      },
    ],
    usageMetadata: {
      promptTokenCount: 100,
      toolUsePromptTokenCount: 5,
      cachedContentTokenCount: 60,
      candidatesTokenCount: 20,
      thoughtsTokenCount: 30,
      totalTokenCount: 155,
    },
    modelVersion: 'gemini-3-flash-001',
    responseId: 'r1',
  }
  expect(parseAnswer(body)).toEqual({
    id: 'r1',
    model: 'gemini-3-flash-001',
    blocks: [
      { type: 'reasoning', texts: ['Hm.'] },
      { type: 'text', text: 'Let me look.' },
      {
        type: 'tool-call',
        id: expect.stringMatching(/^call_[0-9a-f]{24}$/),
        name: 'look',
        arguments: '{"at":"it"}',
        seal: { origin: 'gemini', data: 'c2ln' },
      },
    ],
    finish: 'tool-calls',
    usage: { input: 105, output: 50, cacheRead: 60, reasoning: 30 },
  })
})

test.each<readonly [string, string]>([
  ['STOP', 'stop'],
  ['MAX_TOKENS', 'length'],
  ['SAFETY', 'content-filter'],
  ['RECITATION', 'content-filter'],
  ...[
    'MALFORMED_FUNCTION_CALL',
    'UNEXPECTED_TOOL_CALL',
    'TOO_MANY_TOOL_CALLS',
    'MISSING_THOUGHT_SIGNATURE',
    'MALFORMED_RESPONSE',
    'NO_IMAGE',
    'OTHER',
    'SOMETHING_NEW',
  ].map((name) => [name, 'error'] as const),
])('the end %s is %s', (finishReason, finish) => {
  expect(parseAnswer({ candidates: [{ content: { parts: [{ text: 'x' }] }, finishReason }] }).finish).toBe(finish)
  expect(parseAnswer({ candidates: [{ finishReason }] })).toMatchObject({ blocks: [], finish })
})

test('a blocked prompt is an answer that was filtered', () => {
  expect(parseAnswer({ promptFeedback: { blockReason: 'SAFETY' } })).toMatchObject({
    blocks: [],
    finish: 'content-filter',
  })
})

const candidate = (index: number, text: string) => ({ index, content: { parts: [{ text }] }, finishReason: 'STOP' })

test('of several candidates the first is the answer', () => {
  expect(parseAnswer({ candidates: [candidate(1, 'second'), candidate(0, 'first')] }).blocks).toEqual([
    { type: 'text', text: 'first' },
  ])
})

test.each([[{}], [{ candidates: [] }], [{ candidates: 'x' }], [{ candidates: [{ content: { parts: 'x' } }] }]])(
  '%j is no answer',
  (body) => {
    expect(() => parseAnswer(body)).toThrow(expect.objectContaining({ status: 502 }))
  },
)

test('an answer of another provider as Google would give it', () => {
  const answer: Answer = {
    id: 'msg_1',
    model: 'claude-opus',
    blocks: [
      { type: 'reasoning', texts: ['Hm.'] },
      { type: 'text', text: 'Look:' },
      { type: 'refusal', text: 'No.' },
      { type: 'opaque', value: { dialect: 'anthropic-messages', name: 'server_tool_use', json: {} } },
      { type: 'tool-call', id: 'toolu_1', name: 'look', arguments: '{"at":1}' },
    ],
    finish: 'tool-calls',
    usage: { input: 10, output: 7, cacheRead: 4, cacheWrite: 2, reasoning: 3 },
  }
  expect(renderAnswer(answer, asked)).toEqual({
    candidates: [
      {
        content: {
          role: 'model',
          parts: [
            { text: 'Hm.', thought: true },
            { text: 'Look:' },
            { text: 'No.' },
            { functionCall: { id: 'toolu_1', name: 'look', args: { at: 1 } } },
          ],
        },
        finishReason: 'STOP',
        index: 0,
      },
    ],
    usageMetadata: {
      promptTokenCount: 10,
      candidatesTokenCount: 4,
      totalTokenCount: 17,
      cachedContentTokenCount: 4,
      thoughtsTokenCount: 3,
    },
    modelVersion: 'claude-opus',
    responseId: 'msg_1',
  })
})

test('an answer without parts has one, or the client would take it for broken', () => {
  const { candidates } = renderAnswer({ ...answerOf(), model: '', finish: 'length' }, asked)
  expect(candidates).toEqual([
    { content: { role: 'model', parts: [{ text: '' }] }, finishReason: 'MAX_TOKENS', index: 0 },
  ])
  expect(renderAnswer({ ...answerOf(), model: '' }, asked)).toHaveProperty('modelVersion', 'my-alias')
})

test('thoughts are shown to who asks for them', () => {
  const answer = answerOf({ type: 'reasoning', texts: ['Hm.'] }, { type: 'text', text: 'Yes.' })
  expect(JSON.stringify(renderAnswer(answer, unasked))).not.toContain('Hm.')
  expect(JSON.stringify(renderAnswer(answer, asked))).toContain('Hm.')
})

const thought = (data: string, texts: readonly string[]): AssistantBlock => {
  const seal = { origin: 'anthropic-messages', data, texts } as const
  return { type: 'reasoning', texts, seal }
}
const redacted: AssistantBlock = {
  type: 'reasoning',
  texts: [],
  seal: { origin: 'anthropic-messages', data: 'RED', texts: [], isRedacted: true },
  isRedacted: true,
}
const item: AssistantBlock = {
  type: 'reasoning',
  texts: ['a', 'b'],
  seal: { origin: 'openai-responses', data: 'gAAA', id: 'rs_1', texts: ['a', 'b'] },
}
const said: AssistantBlock = { type: 'text', text: 'Yes.' }
const call: AssistantBlock = { type: 'tool-call', id: 'toolu_1', name: 'look', arguments: '{}' }

const partsOf = (body: JsonObject): readonly JsonObject[] => {
  const [first] = Array.isArray(body['candidates']) ? body['candidates'].filter(isJsonObject) : []
  const content = first?.['content']
  const parts = isJsonObject(content) ? content['parts'] : undefined
  return Array.isArray(parts) ? parts.filter(isJsonObject) : []
}
const sendBack = (parts: readonly JsonObject[]) =>
  parseRequest({ path: '/v1beta/models/m:generateContent', body: { contents: [{ role: 'model', parts }] } }).turns

test.each([
  ['before a text', [thought('EqQB', ['Hm é.']), said]],
  ['before a call', [thought('EqQB', ['Hm.']), said, thought('EqQC', ['So.']), call]],
  ['several', [thought('EqQB', ['Hm.']), redacted, item, call, said]],
])('seals of other providers come back from a client that drops thoughts: %s', (_name, blocks) => {
  const parts = partsOf(renderAnswer(answerOf(...blocks), asked))
  expect(sendBack(parts.filter((part) => part['thought'] !== true))).toEqual([{ role: 'assistant', blocks }])
})

test.each([
  ['before a text', [thought('EqQB', ['Hm é.']), said]],
  ['several', [thought('EqQB', ['Hm.']), redacted, item, call, said]],
  ['at the end', [said, thought('EqQB', ['Hm.']), redacted]],
  ['alone', [item]],
])('seals of other providers come back, shown or not: %s', (_name, blocks) => {
  const parts = partsOf(renderAnswer(answerOf(...blocks), asked))
  expect(sendBack(parts)).toEqual([{ role: 'assistant', blocks }])
  expect(sendBack(partsOf(renderAnswer(answerOf(...blocks), unasked)))).toEqual([{ role: 'assistant', blocks }])
})

test('a seal that was damaged on the way is nobody’s', () => {
  const thoughtSignature = Buffer.from('ccp-seal-1.not-json').toString('base64')
  expect(sendBack([{ text: 'Yes.', thoughtSignature }])).toEqual([{ role: 'assistant', blocks: [said] }])
})
