import { describe, expect, test } from 'vitest'
import type { Conversation } from '../model/conversation.js'
import type { JsonObject } from '../model/json.js'
import { parseRequest } from './parse-request.js'

function parse(body: JsonObject): Conversation {
  return parseRequest({ path: '/v1/responses', body: { model: 'm', input: [], ...body } })
}

function blocksOf(...input: readonly JsonObject[]): readonly unknown[] {
  return parse({ input }).turns.flatMap(({ blocks }): readonly unknown[] => blocks)
}

describe('input', () => {
  test('may be one string', () => {
    expect(parse({ input: 'Hi' }).turns).toEqual([{ role: 'user', blocks: [{ type: 'text', text: 'Hi' }] }])
  })

  test('has instructions before everything, and later where they stand', () => {
    const { system, turns } = parse({
      instructions: 'Be brief',
      input: [
        { type: 'message', role: 'developer', content: [{ type: 'input_text', text: 'Be kind' }] },
        { role: 'user', content: 'Hi' },
        { role: 'system', content: 'Be quick' },
      ],
    })
    expect(system).toEqual([
      { type: 'text', text: 'Be brief' },
      { type: 'text', text: 'Be kind' },
    ])
    expect(turns).toEqual([
      { role: 'user', blocks: [{ type: 'text', text: 'Hi' }] },
      { role: 'system', blocks: [{ type: 'text', text: 'Be quick' }] },
    ])
  })

  test('has images, files and marks', () => {
    const content = [
      { type: 'input_image', image_url: 'data:image/png;base64,aGk=', detail: 'original' },
      { type: 'input_image', file_id: 'file_1' },
      { type: 'input_file', filename: 'a.pdf', file_data: 'JVBERi0=' },
      { type: 'input_file', file_url: 'https://example.com/a.pdf' },
      { type: 'input_text', text: 'Hi', prompt_cache_breakpoint: { mode: 'explicit', ttl: '12h' } },
    ]
    expect(blocksOf({ role: 'user', content })).toEqual([
      { type: 'image', media: { kind: 'base64', mediaType: 'image/png', data: 'aGk=' }, detail: 'high' },
      { type: 'image', media: { kind: 'file', id: 'file_1', dialect: 'openai-responses' } },
      { type: 'document', media: { kind: 'base64', mediaType: 'application/pdf', data: 'JVBERi0=' }, name: 'a.pdf' },
      { type: 'document', media: { kind: 'url', url: 'https://example.com/a.pdf' } },
      { type: 'text', text: 'Hi', cache: { ttlSeconds: 43_200 } },
    ])
  })

  test('is one turn for the items of an answer, and one for what follows', () => {
    const { turns } = parse({
      input: [
        { type: 'reasoning', id: 'rs_1', summary: [{ type: 'summary_text', text: 'Hm' }], encrypted_content: 'gAAA' },
        { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'I look' }] },
        { type: 'function_call', call_id: 'call_1', name: 'look', arguments: '' },
        { type: 'custom_tool_call', call_id: 'call_2', name: 'patch', input: '*** Begin' },
        { type: 'web_search_call', id: 'ws_1', status: 'completed' },
        { type: 'function_call_output', call_id: 'call_1', output: [{ type: 'input_text', text: 'found' }] },
        { type: 'custom_tool_call_output', call_id: 'call_2', output: 'done' },
        { type: 'message', role: 'user', content: 'Go on' },
      ],
    })
    expect(turns).toEqual([
      {
        role: 'assistant',
        blocks: [
          { type: 'reasoning', texts: ['Hm'], seal: { origin: 'openai-responses', data: 'gAAA', id: 'rs_1' } },
          { type: 'text', text: 'I look' },
          { type: 'tool-call', id: 'call_1', name: 'look', arguments: '{}' },
          { type: 'tool-call', id: 'call_2', name: 'patch', arguments: '*** Begin', isFreeForm: true },
          {
            type: 'opaque',
            value: {
              dialect: 'openai-responses',
              name: 'web_search_call',
              json: { type: 'web_search_call', id: 'ws_1', status: 'completed' },
            },
          },
        ],
      },
      {
        role: 'user',
        blocks: [
          { type: 'tool-result', callId: 'call_1', content: [{ type: 'text', text: 'found' }] },
          { type: 'tool-result', callId: 'call_2', content: [{ type: 'text', text: 'done' }] },
          { type: 'text', text: 'Go on' },
        ],
      },
    ])
  })

  test('has thoughts as they are, where a server shows them', () => {
    const item = { type: 'reasoning', summary: [], content: [{ type: 'reasoning_text', text: 'Hm' }] }
    expect(blocksOf(item)).toEqual([{ type: 'reasoning', texts: ['Hm'] }])
  })
})

describe('tools', () => {
  test('are functions, texts, and those of the provider', () => {
    const format = { type: 'grammar', syntax: 'lark', definition: 'start: "a"' }
    const { tools } = parse({
      tools: [
        { type: 'function', name: 'look', description: 'Looks', parameters: { type: 'object' }, strict: true },
        { type: 'function', name: 'wait', parameters: null, strict: false },
        { type: 'custom', name: 'patch', format },
        { type: 'web_search' },
      ],
    })
    expect(tools).toEqual([
      { name: 'look', description: 'Looks', parameters: { type: 'object' }, strict: true },
      { name: 'wait' },
      { name: 'patch', format, isFreeForm: true },
      { hosted: { dialect: 'openai-responses', name: 'web_search', json: { type: 'web_search' } } },
    ])
  })

  test('in groups have one name, as their calls and choices do', () => {
    const { tools, turns, toolChoice } = parse({
      tools: [{ type: 'namespace', name: 'mcp__disk', tools: [{ type: 'function', name: 'read' }] }],
      tool_choice: { type: 'function', name: 'read', namespace: 'mcp__disk' },
      input: [{ type: 'function_call', call_id: 'call_1', name: 'read', namespace: 'mcp__disk', arguments: '{}' }],
    })
    expect(tools).toEqual([{ name: 'mcp__disk__read', namespace: { name: 'mcp__disk', toolName: 'read' } }])
    expect(toolChoice).toEqual({ type: 'tool', name: 'mcp__disk__read' })
    expect(turns[0]?.blocks).toMatchObject([{ name: 'mcp__disk__read' }])
  })

  test('of a group with a long name keep apart within 64 characters', () => {
    const group = 'mcp__a_server_whose_name_is_rather_long'
    const { tools } = parse({
      tools: [
        {
          type: 'namespace',
          name: group,
          tools: [
            { type: 'function', name: 'a_tool_whose_name_is_long_too_1' },
            { type: 'function', name: 'a_tool_whose_name_is_long_too_2' },
          ],
        },
      ],
    })
    const names = tools.map((tool) => ('name' in tool ? tool.name : ''))
    expect(new Set(names).size).toBe(2)
    expect(names.every((name) => name.length <= 64)).toBe(true)
  })

  test('may stand among the items', () => {
    const item = { type: 'additional_tools', role: 'developer', tools: [{ type: 'function', name: 'look' }] }
    expect(parse({ input: [item] }).tools).toEqual([{ name: 'look' }])
  })

  test.each([
    ['auto', { type: 'auto' }],
    [
      { type: 'custom', name: 'patch' },
      { type: 'tool', name: 'patch' },
    ],
    [
      { type: 'allowed_tools', mode: 'required', tools: [{ type: 'function', name: 'look' }] },
      { type: 'allowed', names: ['look'], required: true },
    ],
  ])('are chosen by %j', (tool_choice, expected) => {
    expect(parse({ tool_choice }).toolChoice).toEqual(expected)
  })

  test('of the provider are chosen there only', () => {
    const { toolChoice, extras } = parse({ tool_choice: { type: 'web_search' } })
    expect(toolChoice).toBeUndefined()
    expect(extras).toEqual(new Map([['tool_choice', { type: 'web_search' }]]))
  })
})

test('parameters have neutral names', () => {
  const { extras, ...conversation } = parse({
    stream: true,
    max_output_tokens: 100,
    temperature: 0.5,
    top_p: 0.9,
    parallel_tool_calls: false,
    reasoning: { effort: 'xhigh', summary: 'auto' },
    text: { verbosity: 'low', format: { type: 'json_schema', name: 'n', schema: { type: 'object' }, strict: true } },
    safety_identifier: 'person-1',
    prompt_cache_key: 'key-1',
    service_tier: 'flex',
  })
  expect(extras.size).toBe(0)
  expect(conversation).toEqual({
    origin: 'openai-responses',
    model: 'm',
    stream: true,
    system: [],
    turns: [],
    tools: [],
    maxTokens: 100,
    temperature: 0.5,
    topP: 0.9,
    parallelToolCalls: false,
    reasoning: { effort: 'xhigh', show: true },
    verbosity: 'low',
    output: { type: 'json-schema', name: 'n', schema: { type: 'object' }, strict: true },
    userId: 'person-1',
    cacheKey: 'key-1',
    serviceTier: 'flex',
  })
})

test('what says nothing is not told to be dropped, what does is', () => {
  const { extras } = parse({
    store: false,
    truncation: 'disabled',
    background: false,
    include: ['reasoning.encrypted_content', 'file_search_call.results'],
    stream_options: { include_obfuscation: false },
    metadata: { team: 'a' },
    reasoning: { context: 'all_turns' },
    user: null,
  })
  expect([...extras.keys()]).toEqual(['include', 'metadata', 'reasoning.context'])
})
