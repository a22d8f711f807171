import { expect, test } from 'vitest'
import type { AssistantBlock, UserBlock } from '../model/block.js'
import type { Conversation, Turn } from '../model/conversation.js'
import { NotesCollector } from '../notes-collector.js'
import { renderRequest } from './render-request.js'

const asked: Conversation = {
  origin: 'anthropic-messages',
  model: 'gemini-3-flash',
  stream: false,
  system: [],
  turns: [{ role: 'user', blocks: [{ type: 'text', text: 'Hello' }] }],
  tools: [],
  extras: new Map(),
}

function render(conversation: Partial<Conversation>) {
  const notes = new NotesCollector()
  const { path, body } = renderRequest({ ...asked, ...conversation }, notes)
  return { path, body, dropped: notes.dropped }
}
const contentsOf = (turns: readonly Turn[], rest: Partial<Conversation> = {}) =>
  render({ turns, ...rest }).body['contents']
const user = (...blocks: readonly UserBlock[]): Turn => ({ role: 'user', blocks })
const assistant = (...blocks: readonly AssistantBlock[]): Turn => ({ role: 'assistant', blocks })
const call = (id: string, name = 'look'): AssistantBlock => ({ type: 'tool-call', id, name, arguments: '{"at":1}' })
const result = (callId: string, text: string): UserBlock => ({
  type: 'tool-result',
  callId,
  content: [{ type: 'text', text }],
})
const skip = 'skip_thought_signature_validator'

test('the path names the model; a stream is one of events', () => {
  expect(render({}).path).toBe('/v1beta/models/gemini-3-flash:generateContent')
  expect(render({ stream: true }).path).toBe('/v1beta/models/gemini-3-flash:streamGenerateContent?alt=sse')
  expect(render({ stream: true, streamFormat: 'json-array' }).path).toBe(
    '/v1beta/models/gemini-3-flash:streamGenerateContent',
  )
  expect(render({ model: 'a?b/c' }).path).toBe('/v1beta/models/a%3Fb/c:generateContent')
  expect(render({ model: 'tunedModels/mine' }).path).toBe('/v1beta/tunedModels/mine:generateContent')
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
    { parts: [{ functionResponse: response }, { inlineData }] },
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

test('tools in Google’s schema where it can say all, else in JSON Schema', () => {
  const string = { type: 'string' }
  const tools = [
    { name: 'a', description: 'A.', parameters: { type: 'object', properties: { x: string } } },
    { name: 'b', parameters: { type: 'object', properties: { x: string }, additionalProperties: false } },
    { name: 'c', parameters: { type: 'object', properties: {} } },
    { name: 'd', isFreeForm: true as const },
    { name: 'e', strict: true, parameters: { type: 'object', properties: { x: { ...string, not: string } } } },
  ]
  const { body, dropped } = render({ tools })
  expect(body['tools']).toMatchObject([
    {
      functionDeclarations: [
        { name: 'a', description: 'A.', parameters: { type: 'OBJECT', properties: { x: { type: 'STRING' } } } },
        { name: 'b', parametersJsonSchema: tools[1]?.parameters },
        { name: 'c' },
        { name: 'd', parametersJsonSchema: { properties: { input: string } } },
        { name: 'e', parameters: { type: 'OBJECT', properties: { x: { type: 'STRING' } } } },
      ],
    },
  ])
  expect(dropped).toEqual(['strictTool', 'schemaKeywords'])
})

test.each([
  [{ type: 'auto' }, { mode: 'AUTO' }],
  [{ type: 'none' }, { mode: 'NONE' }],
  [{ type: 'required' }, { mode: 'ANY' }],
  [
    { type: 'tool', name: 'a' },
    { mode: 'ANY', allowedFunctionNames: ['a'] },
  ],
  [
    { type: 'allowed', names: ['a', 'b'], required: true },
    { mode: 'ANY', allowedFunctionNames: ['a', 'b'] },
  ],
  [
    { type: 'allowed', names: ['a'], required: false },
    { mode: 'VALIDATED', allowedFunctionNames: ['a'] },
  ],
] as const)('the choice %j', (toolChoice, functionCallingConfig) => {
  expect(render({ toolChoice, tools: [{ name: 'a' }] }).body['toolConfig']).toEqual({ functionCallingConfig })
  expect(render({ toolChoice }).body).not.toHaveProperty('toolConfig')
})

test.each([
  ['gemini-3-pro', { effort: 'none' }, { thinkingLevel: 'MINIMAL' }],
  ['gemini-3-pro', { effort: 'xhigh', isAdaptive: true, show: true }, { thinkingLevel: 'HIGH', includeThoughts: true }],
  ['gemini-3-pro', { budgetTokens: 2000 }, { thinkingBudget: 2000 }],
  ['gemini-flash-latest', { isAdaptive: true }, { thinkingBudget: -1 }],
  ['gemini-2.5-pro', { effort: 'none' }, { thinkingBudget: 128 }],
  ['gemini-2.5-flash', { effort: 'none' }, { thinkingBudget: 0 }],
  ['gemini-2.5-flash', { effort: 'max' }, { thinkingBudget: 24_576 }],
  ['models/gemini-2.5-pro', { budgetTokens: 60_000 }, { thinkingBudget: 32_768 }],
  ['gemini-2.5-flash', { isAdaptive: true }, { thinkingBudget: -1 }],
] as const)('%s thinks as %j', (model, reasoning, thinkingConfig) => {
  expect(render({ model, reasoning, origin: 'openai-chat' }).body['generationConfig']).toEqual({ thinkingConfig })
})

test('who lets Claude think expects to see it', () => {
  const thinkingConfig = { thinkingBudget: 2000, includeThoughts: true }
  expect(render({ reasoning: { budgetTokens: 2000 } }).body['generationConfig']).toEqual({ thinkingConfig })
  const hidden = { thinkingConfig: { ...thinkingConfig, includeThoughts: false } }
  expect(render({ reasoning: { budgetTokens: 2000, show: false } }).body['generationConfig']).toEqual(hidden)
})

test('models that do not think are not asked to', () => {
  const { body, dropped } = render({ model: 'gemini-2.0-flash', reasoning: { effort: 'high' } })
  expect(body).not.toHaveProperty('generationConfig')
  expect(dropped).toEqual(['reasoning'])
  expect(render({ model: 'gemini-2.0-flash', reasoning: { effort: 'none' } }).dropped).toEqual([])
})

test('the sampling of others within its limits', () => {
  const { body, dropped } = render({
    maxTokens: 10,
    topK: 3,
    seed: 2 ** 40 + 5,
    stopSequences: ['1', '2', '3', '4', '5', '6'],
    serviceTier: 'default',
  })
  expect(body['generationConfig']).toEqual({
    maxOutputTokens: 10,
    topK: 3,
    seed: 5,
    stopSequences: ['1', '2', '3', '4', '5'],
  })
  expect(body['serviceTier']).toBe('standard')
  expect(dropped).toEqual(['stopSequences'])
})

test('output as JSON, of a schema in either form', () => {
  const output = (schema: object) => render({ output: { type: 'json-schema', schema: { ...schema } } }).body
  const responseMimeType = 'application/json'
  expect(render({ output: { type: 'json' } }).body['generationConfig']).toEqual({ responseMimeType })
  expect(output({ type: 'array', items: { type: 'string' } })['generationConfig']).toEqual({
    responseMimeType,
    responseSchema: { type: 'ARRAY', items: { type: 'STRING' } },
  })
  const map = { type: 'object', additionalProperties: { type: 'number' } }
  expect(output(map)['generationConfig']).toEqual({ responseMimeType, responseJsonSchema: map })
})

test('more than one answer is refused in the client’s words', () => {
  expect(() => render({ count: 2 })).toThrow(expect.objectContaining({ status: 400 }))
  expect(render({ count: 1 }).body['generationConfig']).toEqual({ candidateCount: 1 })
})

test('extras go back where they came from, and nowhere else', () => {
  const extras = new Map<string, unknown>([
    ['safetySettings', [{ category: 'x' }]],
    ['generationConfig.responseModalities', ['TEXT']],
    ['toolConfig.retrievalConfig', { languageCode: 'en' }],
  ])
  expect(render({ extras, origin: 'gemini' })).toMatchObject({
    body: {
      safetySettings: [{ category: 'x' }],
      generationConfig: { responseModalities: ['TEXT'] },
      toolConfig: { retrievalConfig: { languageCode: 'en' } },
    },
    dropped: [],
  })
  expect(render({ extras })).toEqual({ ...render({}), dropped: ['extras'] })
})
