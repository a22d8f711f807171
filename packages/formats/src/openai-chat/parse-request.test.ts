import { describe, expect, test } from 'vitest'
import type { Conversation } from '../model/conversation.js'
import type { JsonObject } from '../model/json.js'
import { writeSealEnvelope } from '../seal/seal-envelope.js'
import { parseRequest } from './parse-request.js'

function parse(body: JsonObject): Conversation {
  return parseRequest({ path: '/v1/chat/completions', body: { model: 'm', messages: [], ...body } })
}

function turnsOf(...messages: readonly JsonObject[]): Conversation['turns'] {
  return parse({ messages }).turns
}

describe('messages', () => {
  test('of the system stand before everything, or where they are', () => {
    const { system, turns } = parse({
      messages: [
        { role: 'system', content: 'Be brief' },
        { role: 'developer', content: [{ type: 'text', text: 'Be kind' }] },
        { role: 'user', content: 'Hi' },
        { role: 'system', content: 'Be quick' },
      ],
    })
    expect(system.map(({ text }) => text)).toEqual(['Be brief', 'Be kind'])
    expect(turns.map(({ role }) => role)).toEqual(['user', 'system'])
  })

  test('of a person have texts, images, sound and files', () => {
    const content = [
      { type: 'text', text: 'Look', cache_control: { type: 'ephemeral', ttl: '1h' } },
      { type: 'image_url', image_url: { url: 'data:image/png;base64,aGk=', detail: 'low' } },
      { type: 'image_url', image_url: 'https://example.com/a.png' },
      { type: 'input_audio', input_audio: { data: 'UklGRg==', format: 'wav' } },
      { type: 'file', file: { file_data: 'data:application/pdf;base64,JVBERi0=', filename: 'a.pdf' } },
    ]
    expect(turnsOf({ role: 'user', content })).toEqual([
      {
        role: 'user',
        blocks: [
          { type: 'text', text: 'Look', cache: { ttlSeconds: 3600 } },
          { type: 'image', media: { kind: 'base64', mediaType: 'image/png', data: 'aGk=' }, detail: 'low' },
          { type: 'image', media: { kind: 'url', url: 'https://example.com/a.png' } },
          { type: 'audio', media: { kind: 'base64', mediaType: 'audio/wav', data: 'UklGRg==' } },
          {
            type: 'document',
            media: { kind: 'base64', mediaType: 'application/pdf', data: 'JVBERi0=' },
            name: 'a.pdf',
          },
        ],
      },
    ])
  })

  test('of the assistant have calls, whose results are one turn', () => {
    const tool_calls = [
      { id: 'call_1', type: 'function', function: { name: 'look', arguments: '' } },
      { id: 'call_2', type: 'custom', custom: { name: 'patch', input: '***' } },
    ]
    expect(
      turnsOf(
        { role: 'assistant', content: null, refusal: null, tool_calls },
        { role: 'tool', tool_call_id: 'call_1', content: 'seen' },
        { role: 'tool', tool_call_id: 'call_2', content: [{ type: 'text', text: 'done' }] },
        { role: 'user', content: 'Go on' },
      ),
    ).toEqual([
      {
        role: 'assistant',
        blocks: [
          { type: 'tool-call', id: 'call_1', name: 'look', arguments: '{}' },
          { type: 'tool-call', id: 'call_2', name: 'patch', arguments: '***', isFreeForm: true },
        ],
      },
      {
        role: 'user',
        blocks: [
          { type: 'tool-result', callId: 'call_1', content: [{ type: 'text', text: 'seen' }] },
          { type: 'tool-result', callId: 'call_2', content: [{ type: 'text', text: 'done' }] },
          { type: 'text', text: 'Go on' },
        ],
      },
    ])
  })

  test('of the assistant have refusals', () => {
    expect(turnsOf({ role: 'assistant', content: null, refusal: 'No' })).toEqual([
      { role: 'assistant', blocks: [{ type: 'refusal', text: 'No' }] },
    ])
  })

  test('have thoughts that another provider signed, in each carrier', () => {
    const thought = { origin: 'anthropic-messages', data: 'EqQB', texts: ['Hm'] } as const
    const hidden = { origin: 'anthropic-messages', data: 'ZZZ=', isRedacted: true } as const
    const onCall = { origin: 'gemini', data: 'Y2FsbA==', holder: { callId: 'call_1' } } as const
    const details = [thought, hidden, onCall].map((seal) => ({
      type: 'reasoning.encrypted',
      data: writeSealEnvelope(seal),
    }))
    const tool_calls = [{ id: 'call_1', type: 'function', function: { name: 'look', arguments: '{}' } }]
    const message = { role: 'assistant', reasoning_content: 'Hm', reasoning_details: details, tool_calls }
    expect(turnsOf(message)[0]?.blocks).toEqual([
      { type: 'reasoning', texts: ['Hm'], seal: thought },
      { type: 'reasoning', texts: [], seal: hidden, isRedacted: true },
      {
        type: 'tool-call',
        id: 'call_1',
        name: 'look',
        arguments: '{}',
        seal: { origin: 'gemini', data: 'Y2FsbA==' },
      },
    ])
  })

  test('do not trust a carrier that was damaged', () => {
    const reasoning_details = [{ type: 'reasoning.encrypted', data: 'ccp-seal-1.e30' }]
    expect(turnsOf({ role: 'assistant', content: 'Hi', reasoning_details })[0]?.blocks).toEqual([
      { type: 'text', text: 'Hi' },
    ])
  })
})

test('parameters have neutral names', () => {
  const { extras, ...conversation } = parse({
    stream: true,
    stream_options: { include_usage: true },
    max_tokens: 5,
    max_completion_tokens: 100,
    temperature: 0.5,
    top_p: 0.9,
    stop: 'END',
    presence_penalty: 0.1,
    frequency_penalty: 0.2,
    seed: 7,
    n: 2,
    reasoning_effort: 'low',
    response_format: { type: 'json_object' },
    verbosity: 'low',
    user: 'person-1',
    prompt_cache_key: 'key-1',
    service_tier: 'flex',
    parallel_tool_calls: false,
    tools: [{ type: 'function', function: { name: 'look', parameters: { type: 'object' }, strict: true } }],
    tool_choice: { type: 'function', function: { name: 'look' } },
  })
  expect(extras.size).toBe(0)
  expect(conversation).toEqual({
    origin: 'openai-chat',
    model: 'm',
    stream: true,
    system: [],
    turns: [],
    tools: [{ name: 'look', parameters: { type: 'object' }, strict: true }],
    toolChoice: { type: 'tool', name: 'look' },
    parallelToolCalls: false,
    maxTokens: 100,
    temperature: 0.5,
    topP: 0.9,
    stopSequences: ['END'],
    presencePenalty: 0.1,
    frequencyPenalty: 0.2,
    seed: 7,
    count: 2,
    reasoning: { effort: 'low' },
    output: { type: 'json' },
    verbosity: 'low',
    userId: 'person-1',
    cacheKey: 'key-1',
    serviceTier: 'flex',
    wantsStreamUsage: true,
  })
})

test('tools may be text, or the provider’s, and only some may be allowed', () => {
  const grammar = { syntax: 'lark', definition: 'start: "a"' }
  const { tools, toolChoice } = parse({
    tools: [
      { type: 'custom', custom: { name: 'patch', format: { type: 'grammar', grammar } } },
      { type: 'openrouter:web_search', parameters: {} },
    ],
    tool_choice: {
      type: 'allowed_tools',
      allowed_tools: { mode: 'auto', tools: [{ type: 'custom', custom: { name: 'patch' } }] },
    },
  })
  expect(tools).toMatchObject([
    { name: 'patch', isFreeForm: true, format: { type: 'grammar', ...grammar } },
    { hosted: { dialect: 'openai-chat', name: 'openrouter:web_search' } },
  ])
  expect(toolChoice).toEqual({ type: 'allowed', names: ['patch'], required: false })
})

test('what says nothing is not told to be dropped, what does is', () => {
  const { extras } = parse({
    store: false,
    logprobs: false,
    n: 1,
    modalities: ['text'],
    logit_bias: { 7: 1 },
    prediction: { type: 'content', content: 'x' },
    messages: [{ role: 'user', name: 'ann', content: 'Hi' }],
  })
  expect([...extras.keys()]).toEqual(['logit_bias', 'prediction', 'messages.0.name'])
})

describe('is refused with the name of the field', () => {
  test.each([
    [{ messages: undefined }, 'messages', 'is required'],
    [{ messages: [{ content: 'Hi' }] }, 'messages.0.role', 'is required'],
    [{ messages: [{ role: 'function', name: 'look', content: 'x' }] }, 'messages.0.role', 'use tool'],
    [{ messages: [{ role: 'assistant', function_call: { name: 'a' } }] }, 'messages.0.function_call', 'use tool_calls'],
    [{ messages: [{ role: 'tool', content: 'x' }] }, 'messages.0.tool_call_id', 'is required'],
    [{ messages: [{ role: 'user', content: [{ type: 'video_url' }] }] }, 'messages.0.content.0.type', 'video_url'],
    [{ messages: [{ role: 'user', content: 7 }] }, 'messages.0.content', 'must be a string or an array of parts'],
    [
      { messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'x' } }] }] },
      'messages.0.content.0.image_url.url',
      'must be an https: or data: URL',
    ],
    [{ functions: [] }, 'functions', 'use tools'],
    [{ modalities: ['text', 'audio'] }, 'modalities', 'text only'],
    [{ n: 0 }, 'n', 'at least 1'],
    [{ tools: [{ type: 'function', function: {} }] }, 'tools.0.function.name', 'is required'],
    [{ reasoning_effort: 'huge' }, 'reasoning_effort', 'must be one of'],
  ])('%j', (body, field, message) => {
    expect(() => parse(body)).toThrow(expect.objectContaining({ status: 400, field }))
    expect(() => parse(body)).toThrow(message)
  })
})
