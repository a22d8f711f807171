import { expect, test } from 'vitest'
import { FormatError } from '../format-error.js'
import type { JsonObject } from '../model/json.js'
import { parseRequest } from './parse-request.js'

const path = '/v1beta/models/gemini-3-flash:generateContent'
const parse = (body: JsonObject, at = path) => parseRequest({ path: at, body })
const turnsOf = (contents: unknown) => parse({ contents }).turns
const hello = [{ role: 'user', parts: [{ text: 'Hello' }] }]

test('a whole request in neutral words', () => {
  const body = {
    systemInstruction: { parts: [{ text: 'Be brief.' }] },
    contents: [
      { role: 'user', parts: [{ text: 'What is this?' }, { inlineData: { mimeType: 'image/png', data: 'iVBO' } }] },
      { role: 'model', parts: [{ functionCall: { id: 'c1', name: 'look', args: { at: 'it' } } }] },
      { role: 'user', parts: [{ functionResponse: { id: 'c1', name: 'look', response: { output: 'a cat' } } }] },
    ],
    tools: [
      {
        functionDeclarations: [
          {
            name: 'look',
            description: 'Looks.',
            parameters: { type: 'OBJECT', properties: { at: { type: 'STRING' } } },
          },
        ],
      },
      { googleSearch: {} },
    ],
    toolConfig: { functionCallingConfig: { mode: 'ANY', allowedFunctionNames: ['look'] } },
    safetySettings: [{ category: 'HARM_CATEGORY_HARASSMENT', threshold: 'BLOCK_NONE' }],
    generationConfig: {
      temperature: 0.5,
      topP: 0.9,
      topK: 40,
      maxOutputTokens: 100,
      stopSequences: ['END'],
      presencePenalty: 0.1,
      frequencyPenalty: 0.2,
      seed: 7,
      candidateCount: 1,
      responseMimeType: 'application/json',
      responseSchema: { type: 'OBJECT', properties: { name: { type: 'STRING', nullable: true } } },
      responseModalities: ['TEXT'],
      thinkingConfig: { thinkingLevel: 'LOW', includeThoughts: true },
    },
  }
  expect(parse(body)).toEqual({
    origin: 'gemini',
    model: 'gemini-3-flash',
    stream: false,
    system: [{ type: 'text', text: 'Be brief.' }],
    turns: [
      {
        role: 'user',
        blocks: [
          { type: 'text', text: 'What is this?' },
          { type: 'image', media: { kind: 'base64', mediaType: 'image/png', data: 'iVBO' } },
        ],
      },
      { role: 'assistant', blocks: [{ type: 'tool-call', id: 'c1', name: 'look', arguments: '{"at":"it"}' }] },
      { role: 'user', blocks: [{ type: 'tool-result', callId: 'c1', content: [{ type: 'text', text: 'a cat' }] }] },
    ],
    tools: [
      {
        name: 'look',
        description: 'Looks.',
        parameters: { type: 'object', properties: { at: { type: 'string' } } },
      },
      { hosted: { dialect: 'gemini', name: 'googleSearch', json: { googleSearch: {} } } },
    ],
    toolChoice: { type: 'tool', name: 'look' },
    temperature: 0.5,
    topP: 0.9,
    topK: 40,
    maxTokens: 100,
    stopSequences: ['END'],
    presencePenalty: 0.1,
    frequencyPenalty: 0.2,
    seed: 7,
    count: 1,
    reasoning: { effort: 'low', show: true },
    output: {
      type: 'json-schema',
      schema: { type: 'object', properties: { name: { type: ['string', 'null'] } } },
    },
    extras: new Map<string, unknown>([
      ['safetySettings', [{ category: 'HARM_CATEGORY_HARASSMENT', threshold: 'BLOCK_NONE' }]],
      ['generationConfig.responseModalities', ['TEXT']],
    ]),
  })
})

test('the path says the model, whether to stream, and how', () => {
  const contents = hello
  const sse = parse({ contents }, '/v1/models/openrouter%2Fopenai%2Fgpt-5:streamGenerateContent?key=fake&alt=sse')
  expect(sse).toMatchObject({ model: 'openrouter/openai/gpt-5', stream: true, wantsStreamUsage: true })
  expect(sse.streamFormat).toBeUndefined()
  const array = parse({ contents }, '/v1beta/models/claude/claude-opus:streamGenerateContent')
  expect(array).toMatchObject({ model: 'claude/claude-opus', streamFormat: 'json-array' })
  expect(parse({ contents }, '/v1beta/tunedModels/mine:generateContent').model).toBe('tunedModels/mine')
})

test('names with underscores are Google’s too, but not within what is the client’s', () => {
  const body = {
    system_instruction: 'Be brief.',
    contents: [
      { role: 'model', parts: [{ function_call: { name: 'f', args: { snake_case: { a_b: 1 } } } }] },
      { role: 'user', parts: [{ inline_data: { mime_type: 'audio/wav', data: 'UklG' } }] },
    ],
    generation_config: { max_output_tokens: 5, response_mime_type: 'application/json' },
    cached_content: 'cachedContents/1',
    labels: { my_label: 'x' },
  }
  const conversation = parse(body)
  expect(conversation).toMatchObject({
    system: [{ text: 'Be brief.' }],
    turns: [
      { blocks: [{ arguments: '{"snake_case":{"a_b":1}}' }] },
      { blocks: [{ type: 'audio', media: { mediaType: 'audio/wav' } }] },
    ],
    maxTokens: 5,
    output: { type: 'json' },
  })
  expect([...conversation.extras]).toEqual([
    ['cachedContent', 'cachedContents/1'],
    ['labels', { my_label: 'x' }],
  ])
})

const call = (name: string) => ({ functionCall: { name, args: {} } })
const result = (name: string, output: string) => ({ functionResponse: { name, response: { output } } })

test('calls without ids get some from their place, results find them by name and order', () => {
  const contents = [
    { role: 'model', parts: [call('a'), call('b'), call('a')] },
    { role: 'function', parts: [result('b', '1'), result('a', '2'), result('a', '3')] },
    { role: 'model', parts: [call('a')] },
    { role: 'user', parts: [result('a', '4')] },
  ]
  const [calls, results, again, last] = turnsOf(contents)
  expect(calls?.blocks).toMatchObject([{ id: 'call_1_0' }, { id: 'call_1_1' }, { id: 'call_1_2' }])
  expect(results?.blocks).toMatchObject([{ callId: 'call_1_1' }, { callId: 'call_1_0' }, { callId: 'call_1_2' }])
  expect(again?.blocks).toMatchObject([{ id: 'call_3_0' }])
  expect(last?.blocks).toMatchObject([{ callId: 'call_3_0' }])
  expect(turnsOf(contents)).toEqual([calls, results, again, last])
})

test('contents of one role in a row are one turn, as histories of streams are', () => {
  const contents = [
    ...hello,
    { role: 'model', parts: [{ text: 'He', thought: true }] },
    { role: 'model', parts: [{ text: 'llo.' }] },
    { role: 'model' },
    { role: 'model', parts: [{ text: '' }] },
  ]
  expect(turnsOf(contents)).toEqual([
    { role: 'user', blocks: [{ type: 'text', text: 'Hello' }] },
    {
      role: 'assistant',
      blocks: [
        { type: 'reasoning', texts: ['He'] },
        { type: 'text', text: 'llo.' },
      ],
    },
  ])
})

const seal = (data: string) => ({ origin: 'gemini', data })

test('signatures stay with what they are on', () => {
  const parts = [
    { text: 'one', thought: true },
    { text: 'two', thought: true, thoughtSignature: 'c2lnMQ==' },
    { text: 'said', thoughtSignature: 'c2lnMg==' },
    { functionCall: { id: 'c', name: 'f' }, thoughtSignature: 'c2lnMw==' },
    { functionCall: { id: 'd', name: 'f' }, thoughtSignature: 'skip_thought_signature_validator' },
    { text: '', thoughtSignature: 'c2lnNA==' },
  ]
  expect(turnsOf([{ role: 'model', parts }])[0]?.blocks).toEqual([
    { type: 'reasoning', texts: ['one', 'two'], seal: { ...seal('c2lnMQ=='), texts: ['one', 'two'] } },
    { type: 'text', text: 'said', seal: seal('c2lnMg==') },
    { type: 'tool-call', id: 'c', name: 'f', arguments: '{}', seal: seal('c2lnMw==') },
    { type: 'tool-call', id: 'd', name: 'f', arguments: '{}' },
    { type: 'reasoning', texts: [], seal: { ...seal('c2lnNA=='), texts: [] } },
  ])
})

test('media by kind, uploads by account, and the rest as it is', () => {
  const parts = [
    {
      fileData: { fileUri: 'https://generativelanguage.googleapis.com/v1beta/files/abc', mimeType: 'application/pdf' },
    },
    { fileData: { fileUri: 'gs://bucket/cat.png' } },
    { fileData: { fileUri: 'https://example.test/cat.webp?size=1' } },
    { inlineData: { mimeType: 'text/plain', data: 'aMOp' } },
    { inlineData: { mimeType: 'video/mp4', data: 'AAAA' }, videoMetadata: { fps: 1 } },
    { executableCode: { language: 'PYTHON', code: '1' } },
  ]
  expect(turnsOf([{ parts }])[0]?.blocks).toEqual([
    {
      type: 'document',
      media: {
        kind: 'file',
        dialect: 'gemini',
        id: 'https://generativelanguage.googleapis.com/v1beta/files/abc',
        mediaType: 'application/pdf',
      },
    },
    { type: 'image', media: { kind: 'file', dialect: 'gemini', id: 'gs://bucket/cat.png' } },
    { type: 'image', media: { kind: 'url', url: 'https://example.test/cat.webp?size=1' } },
    { type: 'document', media: { kind: 'text', text: 'hé' } },
    { type: 'opaque', value: { dialect: 'gemini', name: 'inlineData', json: parts[4] } },
    { type: 'opaque', value: { dialect: 'gemini', name: 'executableCode', json: parts[5] } },
  ])
})

test.each([
  [{ output: 'x' }, 'x', undefined],
  [{ output: { a: 1 } }, '{"a":1}', undefined],
  [{ error: 'broken' }, 'broken', true],
  [{ error: 'x', code: 1 }, '{"error":"x","code":1}', undefined],
  [{ temperature: 20 }, '{"temperature":20}', undefined],
])('a function’s response %j is the text %s', (response, text, isError) => {
  const parts = [{ functionResponse: { id: 'c', name: 'f', response } }]
  const block = { type: 'tool-result', callId: 'c', content: [{ type: 'text', text }] }
  expect(turnsOf([{ parts }])[0]?.blocks).toEqual([isError === undefined ? block : { ...block, isError }])
})

test.each([
  [{ mode: 'AUTO' }, { type: 'auto' }],
  [{ mode: 'NONE' }, { type: 'none' }],
  [{ mode: 'ANY' }, { type: 'required' }],
  [
    { mode: 'ANY', allowedFunctionNames: ['a', 'b'] },
    { type: 'allowed', names: ['a', 'b'], required: true },
  ],
  [
    { mode: 'VALIDATED', allowedFunctionNames: ['a'] },
    { type: 'allowed', names: ['a'], required: false },
  ],
  [{ mode: 'VALIDATED' }, { type: 'auto' }],
  [{}, undefined],
])('the choice %j', (functionCallingConfig, toolChoice) => {
  expect(parse({ contents: hello, toolConfig: { functionCallingConfig } }).toolChoice).toEqual(toolChoice)
})

test.each([
  [{ thinkingBudget: 0 }, { effort: 'none' }],
  [{ thinkingBudget: -1 }, { isAdaptive: true }],
  [
    { thinkingBudget: 2048, includeThoughts: false },
    { budgetTokens: 2048, show: false },
  ],
  [{ thinkingLevel: 'THINKING_LEVEL_UNSPECIFIED' }, undefined],
])('thinking %j', (thinkingConfig, reasoning) => {
  expect(parse({ contents: hello, generationConfig: { thinkingConfig } }).reasoning).toEqual(reasoning)
})

test.each([
  [{}, 'contents'],
  [{ contents: 'Hello' }, 'contents'],
  [{ contents: [{ role: 'assistant', parts: [] }] }, 'contents.0.role'],
  [{ contents: [{ parts: [{ text: 1 }] }] }, 'contents.0.parts.0.text'],
  [{ contents: [{ parts: [{ functionCall: { name: 'f' } }] }] }, 'contents.0.parts.0.functionCall'],
  [{ contents: [{ role: 'model', parts: [{ functionCall: { args: {} } }] }] }, 'contents.0.parts.0.functionCall.name'],
  [
    { contents: [{ role: 'model', parts: [{ functionCall: { name: 'f', args: '{}' } }] }] },
    'contents.0.parts.0.functionCall.args',
  ],
  [{ contents: [{ parts: [{ inlineData: { data: 'x' } }] }] }, 'contents.0.parts.0.inlineData.mimeType'],
  [{ contents: hello, tools: [{ functionDeclarations: [{}] }] }, 'tools.0.functionDeclarations.0.name'],
  [
    { contents: hello, toolConfig: { functionCallingConfig: { mode: 'MAYBE' } } },
    'toolConfig.functionCallingConfig.mode',
  ],
  [{ contents: hello, generationConfig: { temperature: 'hot' } }, 'generationConfig.temperature'],
  [{ contents: hello, systemInstruction: 5 }, 'systemInstruction'],
])('%j is refused with the name of the field', (body, field) => {
  expect(() => parse(body)).toThrow(expect.objectContaining({ status: 400, field }))
})

test.each(['/v1beta/models/gemini-3:embedContent', '/v1beta/models', '/v1beta/models/%zz:generateContent'])(
  'the path %s is refused',
  (at) => {
    expect(() => parse({ contents: hello }, at)).toThrow(FormatError)
  },
)
