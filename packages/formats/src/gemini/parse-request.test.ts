import { expect, test } from 'vitest'
import { FormatError } from '../format-error.js'
import type { JsonObject } from '../model/json.js'
import { parseRequest } from './parse-request.js'

const path = '/v1beta/models/gemini-3-flash:generateContent'
const parse = (body: JsonObject, at = path) => parseRequest({ path: at, body })
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
  [{ thinkingLevel: 'high' }, { effort: 'high' }],
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
