// What becomes of requests from clients of other dialects.
import { describe, expect, test } from 'vitest'
import { plain } from '../__fixtures__/field-samples.js'
import type { Conversation } from '../model/conversation.js'
import type { JsonObject } from '../model/json.js'
import { NotesCollector } from '../notes-collector.js'
import { renderRequest } from './render-request.js'

function render(
  parts: Partial<Conversation>,
  model = 'claude-sonnet-4-5',
): { readonly body: JsonObject; readonly dropped: readonly string[] } {
  const notes = new NotesCollector()
  const { path, body } = renderRequest({ ...plain('openai-chat', model), ...parts }, notes)
  expect(path).toBe('/v1/messages')
  return { body, dropped: notes.dropped }
}

const tool = { name: 'look', parameters: { type: 'object', properties: { at: { type: 'string' } } } }
const call = { type: 'tool-call', id: 'functions.look:0', name: 'look', arguments: '{"at":"it"}' } as const
const ask = { role: 'user', blocks: [{ type: 'text', text: 'Hello' }] } as const
const mark = { cache_control: { type: 'ephemeral' } }

describe('messages', () => {
  test('of one role in a row are one, with results first, and ids that Claude takes', () => {
    const { body } = render({
      tools: [tool],
      turns: [
        ask,
        { role: 'assistant', blocks: [{ type: 'text', text: '' }, call] },
        { role: 'assistant', blocks: [{ ...call, id: 'b', arguments: '' }] },
        { role: 'user', blocks: [{ type: 'text', text: 'meanwhile' }] },
        { role: 'user', blocks: [{ type: 'tool-result', callId: 'b', content: [] }] },
        {
          role: 'user',
          blocks: [{ type: 'tool-result', callId: call.id, content: [{ type: 'text', text: 'no' }], isError: true }],
        },
      ],
    })
    const id = expect.stringMatching(/^ccpid_[\w-]+$/)
    expect(body['messages']).toEqual([
      { role: 'user', content: [{ type: 'text', text: 'Hello', ...mark }] },
      {
        role: 'assistant',
        content: [
          { type: 'tool_use', id, name: 'look', input: { at: 'it' } },
          { type: 'tool_use', id: 'b', name: 'look', input: {} },
        ],
      },
      {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: 'b' },
          { type: 'tool_result', tool_use_id: id, content: [{ type: 'text', text: 'no' }], is_error: true },
          { type: 'text', text: 'meanwhile', ...mark },
        ],
      },
    ])
  })

  test('begin with a user', () => {
    const begin = { role: 'user', content: [{ type: 'text', text: 'Begin.', ...mark }] }
    expect(render({ turns: [] }).body['messages']).toEqual([begin])
    const { body } = render({ turns: [{ role: 'assistant', blocks: [{ type: 'text', text: 'Hi' }] }, ask] })
    expect(body['messages']).toMatchObject([begin, { role: 'assistant' }, { role: 'user' }])
  })

  test('have broken arguments under a name, and free text as one', () => {
    const broken = { ...call, arguments: '{"at":' }
    const free = { ...call, id: 'b', arguments: '*** patch', isFreeForm: true } as const
    const { body } = render({ turns: [ask, { role: 'assistant', blocks: [broken, free] }] })
    expect(body['messages']).toMatchObject([
      {},
      { content: [{ input: { arguments: '{"at":' } }, { input: { input: '*** patch' } }] },
    ])
  })

  const instructed = [ask, { role: 'system', blocks: [{ type: 'text', text: 'Be brief' }] }] as const

  test('keep instructions between turns where the model takes them', () => {
    expect(render({ turns: instructed }, 'claude-opus-4-8').body['messages']).toMatchObject([
      { role: 'user' },
      { role: 'system', content: [{ type: 'text', text: 'Be brief' }] },
    ])
  })

  test.each([
    ['an older model', 'claude-opus-4-7', instructed],
    ['a user after them', 'claude-opus-4-8', [...instructed, ask]],
  ])('let the user say instructions: %s', (_, model, turns) => {
    const { body } = render({ turns }, model)
    const text = '<system-reminder>\nBe brief\n</system-reminder>'
    expect(body['messages']).toMatchObject([
      { role: 'user', content: expect.arrayContaining([expect.objectContaining({ text })]) },
    ])
  })

  test('do not put instructions between a call and its result', () => {
    const { body } = render(
      {
        turns: [
          ask,
          { role: 'assistant', blocks: [{ ...call, id: 'a' }] },
          { role: 'system', blocks: [{ type: 'text', text: 'Be brief' }] },
          { role: 'user', blocks: [{ type: 'tool-result', callId: 'a', content: [] }] },
        ],
      },
      'claude-opus-4-8',
    )
    expect(body['messages']).toMatchObject([
      {},
      {},
      { role: 'user', content: [{ type: 'tool_result' }, { type: 'text' }] },
    ])
  })
})

describe('media', () => {
  test.each([
    [
      { kind: 'base64', mediaType: 'text/csv', data: 'YSxi' },
      { type: 'text', media_type: 'text/plain', data: 'a,b' },
    ],
    [
      { kind: 'url', url: 'https://example.com/a.pdf' },
      { type: 'url', url: 'https://example.com/a.pdf' },
    ],
  ] as const)('%j', (media, source) => {
    const { body } = render({ turns: [{ role: 'user', blocks: [{ type: 'document', media }] }] })
    expect(body['messages']).toMatchObject([{ content: [{ type: 'document', source }] }])
  })

  test.each([
    [{ type: 'image', media: { kind: 'base64', mediaType: 'image/tiff', data: '' } }, 'JPEG, PNG, GIF and WebP'],
    [{ type: 'document', media: { kind: 'base64', mediaType: 'application/zip', data: '' } }, 'PDF and text'],
    [{ type: 'image', media: { kind: 'file', id: 'file-1', dialect: 'openai-chat' } }, 'send the bytes'],
    [{ type: 'audio', media: { kind: 'base64', mediaType: 'audio/wav', data: '' } }, 'does not hear'],
  ] as const)('refuses %j', (block, problem) => {
    expect(() => render({ turns: [{ role: 'user', blocks: [block] }] })).toThrow(problem)
  })
})

describe('tools', () => {
  test('that take text take it as JSON; only allowed ones are sent', () => {
    const { body } = render({
      tools: [{ name: 'patch', isFreeForm: true }, tool, { name: 'bare' }],
      toolChoice: { type: 'allowed', names: ['patch', 'bare'], required: true },
      parallelToolCalls: false,
    })
    expect(body['tools']).toMatchObject([
      { name: 'patch', input_schema: { type: 'object', required: ['input'] } },
      { name: 'bare', input_schema: { type: 'object', properties: {} } },
    ])
    expect(body['tool_choice']).toEqual({ type: 'any', disable_parallel_tool_use: true })
  })

  test('strict ones are closed, and limits become words', () => {
    const parameters = {
      type: 'object',
      properties: { n: { type: 'number', minimum: 1, description: 'How many' }, s: { oneOf: [{ type: 'string' }] } },
    }
    const { body } = render({ tools: [{ name: 'look', parameters, strict: true }] })
    expect(body['tools']).toMatchObject([
      {
        strict: true,
        input_schema: {
          type: 'object',
          properties: {
            n: { type: 'number', description: 'How many (minimum: 1)' },
            s: { anyOf: [{ type: 'string' }] },
          },
          additionalProperties: false,
        },
      },
    ])
    expect(JSON.stringify(body['tools'])).not.toContain('"minimum"')
    expect(render({ tools: [{ name: 'look', parameters, strict: true }] }, 'claude-3-7-sonnet').dropped).toEqual([
      'strictTool',
    ])
  })

  test('without any there is no choice', () => {
    expect(render({ toolChoice: { type: 'auto' }, parallelToolCalls: false }).body).not.toHaveProperty('tool_choice')
  })
})

describe('the rest', () => {
  test.each([
    ['claude-opus-5', 32_000],
    ['claude-3-5-haiku-20241022', 8192],
    ['claude-3-haiku-20240307', 4096],
  ])('%s writes up to %d unasked', (model, maxTokens) => {
    expect(render({}, model).body['max_tokens']).toBe(maxTokens)
  })

  test('samples as the model takes it', () => {
    const given = { temperature: 1.7, topP: 0.9, topK: 5, stopSequences: ['END', ' \n'] }
    const old = render(given)
    expect(old.body).toMatchObject({ temperature: 1, top_k: 5, stop_sequences: ['END'] })
    expect(old.dropped).toEqual(['stopSequences', 'topP'])
    const recent = render(given, 'claude-opus-4-7')
    expect(recent.body).not.toHaveProperty('temperature')
    expect(recent.dropped).toEqual(['stopSequences', 'temperature', 'topP', 'topK'])
  })

  test('asks for JSON by schema where the model can', () => {
    const output = { type: 'json-schema', schema: { type: 'object', properties: {} }, strict: true } as const
    expect(render({ output }).body['output_config']).toEqual({
      format: { type: 'json_schema', schema: { type: 'object', properties: {}, additionalProperties: false } },
    })
    expect(render({ output }, 'claude-sonnet-4-20250514').dropped).toEqual(['jsonSchema'])
  })

  test.each([
    ['default', 'standard_only', []],
    ['priority', 'auto', []],
    ['flex', undefined, ['serviceTier']],
  ])('service tier %s', (serviceTier, sent, dropped) => {
    const { body, dropped: found } = render({ serviceTier })
    expect(body['service_tier']).toBe(sent)
    expect(found).toEqual(dropped)
  })

  test('one answer is all it gives', () => {
    expect(() => render({ count: 2 })).toThrow(expect.objectContaining({ status: 400 }))
    expect(render({ count: 1 }).dropped).toEqual([])
  })
})

describe('cache marks', () => {
  test('are set at the end of the instructions and of the last two questions', () => {
    const { body } = render({
      system: [
        { type: 'text', text: 'a' },
        { type: 'text', text: 'b' },
      ],
      tools: [tool],
      turns: [ask, { role: 'assistant', blocks: [{ type: 'text', text: 'Hi' }] }, ask],
    })
    expect(body['system']).toEqual([
      { type: 'text', text: 'a' },
      { type: 'text', text: 'b', ...mark },
    ])
    expect(JSON.stringify(body['tools'])).not.toContain('cache_control')
    expect(body['messages']).toMatchObject([{ content: [mark] }, { content: [{ type: 'text' }] }, { content: [mark] }])
    expect(JSON.stringify(body).match(/cache_control/g)).toHaveLength(3)
  })

  test('stand on the tools without instructions, and nowhere when the client set its own', () => {
    expect(render({ tools: [tool] }).body['tools']).toMatchObject([mark])
    const own = render({ system: [{ type: 'text', text: 'a', cache: { ttlSeconds: 86_400 } }] })
    expect(JSON.stringify(own.body).match(/cache_control/g)).toHaveLength(1)
    expect(own.body['system']).toMatchObject([{ cache_control: { type: 'ephemeral', ttl: '1h' } }])
  })
})

describe('turns of white space', () => {
  const blank = { type: 'text', text: ' \n\t' } as const
  const user = (...blocks: readonly (typeof blank | { type: 'text'; text: string })[]) => ({
    role: 'user' as const,
    blocks,
  })
  const messagesOf = (...turns: readonly ReturnType<typeof user>[]) => render({ turns }).body['messages']

  test('are left out where another block stands beside them, and in instructions', () => {
    expect(messagesOf(user(blank, { type: 'text', text: 'Hi' }))).toMatchObject([{ content: [{ text: 'Hi' }] }])
    const { body } = render({ system: [blank, { type: 'text', text: 'Be brief' }], turns: [ask] })
    expect(body['system']).toMatchObject([{ text: 'Be brief' }])
  })

  test('alone are said in words, so that the session goes on', () => {
    expect(messagesOf(user(blank))).toMatchObject([{ role: 'user', content: [{ text: '(empty message)' }] }])
    const { body } = render({ turns: [ask, { role: 'assistant', blocks: [blank] }, user(blank)] })
    const texts = JSON.stringify(body['messages']).match(/"text":"[^"]*"/g) ?? []
    for (const text of texts) expect(text).not.toMatch(/"text":"(?:\\n|\\t|\s)*"/)
  })
})
