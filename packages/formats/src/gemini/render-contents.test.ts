import { expect, test } from 'vitest'
import type { AssistantBlock, UserBlock } from '../model/block.js'
import type { Conversation, Turn } from '../model/conversation.js'
import { render } from './__fixtures__/render.js'

const opening = { role: 'user', parts: [{ text: 'Begin.' }] }
const allContentsOf = (turns: readonly Turn[], rest: Partial<Conversation> = {}) =>
  render({ turns, ...rest }).body['contents']
/** Without what a conversation begins with that has no turn of a user's at its start. */
const contentsOf = (turns: readonly Turn[], rest: Partial<Conversation> = {}) => {
  const contents = allContentsOf(turns, rest)
  return turns[0]?.role === 'assistant' && Array.isArray(contents) && rest.origin !== 'gemini'
    ? contents.slice(1)
    : contents
}
const user = (...blocks: readonly UserBlock[]): Turn => ({ role: 'user', blocks })
const assistant = (...blocks: readonly AssistantBlock[]): Turn => ({ role: 'assistant', blocks })
const call = (id: string, name = 'look'): AssistantBlock => ({ type: 'tool-call', id, name, arguments: '{"at":1}' })
const result = (callId: string, text: string): UserBlock => ({
  type: 'tool-result',
  callId,
  content: [{ type: 'text', text }],
})
const skip = 'skip_thought_signature_validator'

test.each([
  ['a call', [assistant(call('a'))]],
  ['words of the model', [assistant({ type: 'text', text: 'Hello' })]],
  ['nothing', []],
])('a conversation that begins with %s begins with a turn of the user', (_what, turns) => {
  expect(allContentsOf(turns)).toMatchObject([opening, ...turns.map(() => ({ role: 'model' }))])
})

test('calls of another provider have the value that skips the check, the first of a turn only', () => {
  const turns = [assistant(call('a'), call('b')), user(result('b', '2'), result('a', '1'))]
  expect(contentsOf(turns)).toEqual([
    {
      role: 'model',
      parts: [
        { functionCall: { id: 'a', name: 'look', args: { at: 1 } }, thoughtSignature: skip },
        { functionCall: { id: 'b', name: 'look', args: { at: 1 } } },
      ],
    },
    {
      role: 'user',
      parts: [
        { functionResponse: { id: 'b', name: 'look', response: { output: '2' } } },
        { functionResponse: { id: 'a', name: 'look', response: { output: '1' } } },
      ],
    },
  ])
  expect(JSON.stringify(contentsOf(turns, { model: 'gemini-2.5-pro' }))).not.toContain(skip)
  expect(JSON.stringify(contentsOf(turns, { model: 'gemini-flash-latest' }))).toContain(skip)
})

test('its own signatures go back, those of others never', () => {
  const own = { origin: 'gemini', data: 'c2ln' } as const
  const foreign = { origin: 'anthropic-messages', data: 'EqQB' } as const
  const turns = [
    assistant(
      { type: 'reasoning', texts: ['one', 'two'], seal: own },
      { type: 'reasoning', texts: ['theirs'], seal: foreign },
      { type: 'reasoning', texts: ['nobody’s'] },
      { type: 'reasoning', texts: [], seal: own },
      { type: 'text', text: 'said', seal: own },
      { type: 'text', text: 'more', seal: foreign },
      { type: 'tool-call', id: 'a', name: 'f', arguments: '{}', seal: own },
    ),
  ]
  const { body, dropped } = render({ turns })
  expect(body['contents']).toEqual([
    opening,
    {
      role: 'model',
      parts: [
        { text: 'one', thought: true },
        { text: 'two', thought: true, thoughtSignature: 'c2ln' },
        { text: 'nobody’s', thought: true },
        { text: '', thoughtSignature: 'c2ln' },
        { text: 'said', thoughtSignature: 'c2ln' },
        { text: 'more' },
        { functionCall: { id: 'a', name: 'f', args: {} }, thoughtSignature: 'c2ln' },
      ],
    },
  ])
  expect(dropped).toEqual(['foreignReasoning'])
})

test('results come first and together, instructions between turns are the user’s', () => {
  const turns: Turn[] = [
    assistant(call('a'), call('b')),
    user({ type: 'text', text: 'and' }, result('a', '1')),
    { role: 'system', blocks: [{ type: 'text', text: 'Be kind.' }] },
    user(result('b', '2')),
  ]
  expect(contentsOf(turns)).toMatchObject([
    { role: 'model' },
    {
      role: 'user',
      parts: [
        { functionResponse: { id: 'a' } },
        { functionResponse: { id: 'b' } },
        { text: 'and' },
        { text: '<system-reminder>\nBe kind.\n</system-reminder>' },
      ],
    },
  ])
})

test('ids that a model repeats become different ones, and results follow', () => {
  const turns = [assistant(call('x')), user(result('x', '1')), assistant(call('x', 'other')), user(result('x', '2'))]
  const text = JSON.stringify(contentsOf(turns))
  expect(text.match(/"id":"[^"]+"/g)).toHaveLength(4)
  expect(new Set(text.match(/"id":"[^"]+"/g))).toHaveProperty('size', 2)
  expect(text).toContain('"name":"other","response":{"output":"2"}')
})

test('a result holds its pictures from Gemini 3 on, before it they stand beside', () => {
  const image = { type: 'image', media: { kind: 'base64', mediaType: 'image/png', data: 'iVBO' } } as const
  const turns = [assistant(call('a')), user({ type: 'tool-result', callId: 'a', content: [image], isError: true })]
  const inlineData = { mimeType: 'image/png', data: 'iVBO' }
  const response = { id: 'a', name: 'look', response: { error: '' } }
  expect(contentsOf(turns)).toMatchObject([
    {},
    { parts: [{ functionResponse: { ...response, parts: [{ inlineData }] } }] },
  ])
  expect(contentsOf(turns, { model: 'gemini-2.5-flash' })).toMatchObject([
    {},
    { parts: [{ functionResponse: response }, { text: 'Returned by the tool call a:' }, { inlineData }] },
  ])
})

test('media by bytes, by address and by upload', () => {
  const turns = [
    user(
      { type: 'image', media: { kind: 'url', url: 'https://example.test/a.png' } },
      { type: 'image', media: { kind: 'url', url: 'https://example.test/a' } },
      { type: 'image', media: { kind: 'url', url: 'data:image/gif;base64,R0lG' } },
      { type: 'document', media: { kind: 'text', text: 'hé' }, name: 'a.txt' },
      { type: 'audio', media: { kind: 'base64', mediaType: 'audio/wav', data: 'UklG' } },
      { type: 'document', media: { kind: 'file', dialect: 'gemini', id: 'gs://b/a', mediaType: 'application/pdf' } },
    ),
  ]
  expect(contentsOf(turns)).toEqual([
    {
      role: 'user',
      parts: [
        { fileData: { fileUri: 'https://example.test/a.png', mimeType: 'image/png' } },
        { fileData: { fileUri: 'https://example.test/a', mimeType: 'image/jpeg' } },
        { inlineData: { mimeType: 'image/gif', data: 'R0lG' } },
        { inlineData: { mimeType: 'text/plain', data: 'aMOp' } },
        { inlineData: { mimeType: 'audio/wav', data: 'UklG' } },
        { fileData: { fileUri: 'gs://b/a', mimeType: 'application/pdf' } },
      ],
    },
  ])
  const theirs: UserBlock = { type: 'image', media: { kind: 'file', dialect: 'openai-responses', id: 'file-1' } }
  expect(() => render({ turns: [user(theirs)] })).toThrow(expect.objectContaining({ status: 400 }))
})

test('arguments that are no object become the input of one', () => {
  const spoilt: AssistantBlock = { type: 'tool-call', id: 'a', name: 'f', arguments: '{"cut' }
  expect(JSON.stringify(contentsOf([assistant(spoilt)]))).toContain('"args":{"input":"{\\"cut"}')
  const freeForm: AssistantBlock = { ...spoilt, arguments: '{}', isFreeForm: true }
  expect(JSON.stringify(contentsOf([assistant(freeForm)]))).toContain('"args":{"input":"{}"}')
})
