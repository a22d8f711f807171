import { expect, test } from 'vitest'
import { render } from './__fixtures__/render.js'

test('the path names the model; a stream is one of events', () => {
  expect(render({}).path).toBe('/v1beta/models/gemini-3-flash:generateContent')
  expect(render({ stream: true }).path).toBe('/v1beta/models/gemini-3-flash:streamGenerateContent?alt=sse')
  expect(render({ stream: true, streamFormat: 'json-array' }).path).toBe(
    '/v1beta/models/gemini-3-flash:streamGenerateContent',
  )
  expect(render({ model: 'a?b/c' }).path).toBe('/v1beta/models/a%3Fb/c:generateContent')
  expect(render({ model: 'openai/gpt-5:free' }).path).toBe('/v1beta/models/openai/gpt-5%3Afree:generateContent')
  expect(render({ model: 'tunedModels/mine' }).path).toBe('/v1beta/tunedModels/mine:generateContent')
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
  ['gemini-3-pro', { effort: 'none' }, { thinkingLevel: 'LOW' }],
  ['gemini-3-pro-preview', { effort: 'minimal' }, { thinkingLevel: 'LOW' }],
  ['gemini-3-pro-preview', { effort: 'medium' }, { thinkingLevel: 'HIGH' }],
  ['gemini-3.1-pro-preview', { effort: 'minimal' }, { thinkingLevel: 'LOW' }],
  ['gemini-3.1-pro-preview', { effort: 'medium' }, { thinkingLevel: 'MEDIUM' }],
  ['gemini-3-flash-preview', { effort: 'minimal' }, { thinkingLevel: 'MINIMAL' }],
  ['gemini-9-pro', { effort: 'minimal' }, { thinkingLevel: 'LOW' }],
  ['gemini-3-pro', { effort: 'xhigh', isAdaptive: true, show: true }, { thinkingLevel: 'HIGH', includeThoughts: true }],
  ['gemini-3-pro', { budgetTokens: 2000 }, { thinkingBudget: 2000 }],
  ['gemini-flash-latest', { isAdaptive: true }, { thinkingBudget: -1 }],
  ['gemini-2.5-pro', { effort: 'none' }, { thinkingBudget: 128 }],
  ['gemini-2.5-flash', { effort: 'none' }, { thinkingBudget: 0 }],
  ['gemini-2.5-flash', { effort: 'max' }, { thinkingBudget: 24_576 }],
  ['models/gemini-2.5-pro', { budgetTokens: 60_000 }, { thinkingBudget: 32_768 }],
  ['gemini-2.5-flash', { isAdaptive: true }, { thinkingBudget: -1 }],
] as const)('%s thinks as %j', (model, reasoning, thinkingConfig) => {
  expect(render({ model, reasoning, origin: 'openai-responses' }).body['generationConfig']).toEqual({ thinkingConfig })
})

test('who lets Claude think expects to see it', () => {
  const thinkingConfig = { thinkingBudget: 2000, includeThoughts: true }
  expect(render({ reasoning: { budgetTokens: 2000 } }).body['generationConfig']).toEqual({ thinkingConfig })
  const hidden = { thinkingConfig: { ...thinkingConfig, includeThoughts: false } }
  expect(render({ reasoning: { budgetTokens: 2000, show: false } }).body['generationConfig']).toEqual(hidden)
})

test.each([
  ['low', true],
  ['none', undefined],
] as const)(
  'a client of Chat that asks for the effort %s is shown what a provider of Chat would show',
  (effort, shown) => {
    const { generationConfig } = render({ model: 'gemini-3-pro', reasoning: { effort }, origin: 'openai-chat' }).body
    expect(generationConfig).toMatchObject({ thinkingConfig: { thinkingLevel: 'LOW' } })
    expect(JSON.stringify(generationConfig).includes('includeThoughts')).toBe(shown === true)
  },
)

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

const outputOf = (schema: object) => render({ output: { type: 'json-schema', schema: { ...schema } } }).body

test('output as JSON, of a schema in either form', () => {
  const responseMimeType = 'application/json'
  expect(render({ output: { type: 'json' } }).body['generationConfig']).toEqual({ responseMimeType })
  expect(outputOf({ type: 'array', items: { type: 'string' } })['generationConfig']).toEqual({
    responseMimeType,
    responseSchema: { type: 'ARRAY', items: { type: 'STRING' } },
  })
  const map = { type: 'object', additionalProperties: { type: 'number' } }
  expect(outputOf(map)['generationConfig']).toEqual({ responseMimeType, responseJsonSchema: map })
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

test.each(['../files', 'a/../../b', './a', 'a//b', '/a', 'a/', '..'])('the model %s leads nowhere else', (model) => {
  expect(() => render({ model })).toThrow(expect.objectContaining({ status: 400, field: 'model' }))
})

test.each([
  [
    'gemini-2.5-flash',
    'jsonSchema',
    { type: 'json-schema', name: 'x', schema: { type: 'object', properties: { a: { type: 'string' } } } },
  ],
  ['gemini-2.5-flash', 'jsonOutput', { type: 'json' }],
] as const)('%s beside tools is told no answer format, and %s is named as dropped', (model, dropped, output) => {
  const tools = [{ name: 'look' }]
  const alone = render({ model, output })
  expect(alone.body['generationConfig']).toMatchObject({ responseMimeType: 'application/json' })
  const beside = render({ model, output, tools })
  expect(beside.body['generationConfig'] ?? {}).not.toHaveProperty('responseMimeType')
  expect(beside.dropped).toContain(dropped)
  expect(render({ model: 'gemini-3-flash-preview', output, tools }).body['generationConfig']).toMatchObject({
    responseMimeType: 'application/json',
  })
})
