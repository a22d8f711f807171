import { describe, expect, test } from 'vitest'
import type { Seal } from '../model/block.js'
import { encodeSeal } from '../seal/encode-seal.js'
import { parseRequest } from './parse-request.js'

function parse(body: Record<string, unknown>): ReturnType<typeof parseRequest> {
  return parseRequest({
    path: '/v1/messages',
    body: { model: 'claude-sonnet-5', max_tokens: 10, messages: [], ...body },
  })
}

describe('parseRequest', () => {
  test('takes strings for text', () => {
    const { system, turns } = parse({ system: 'Be brief', messages: [{ role: 'user', content: 'Hello' }] })
    expect(system).toEqual([{ type: 'text', text: 'Be brief' }])
    expect(turns).toEqual([{ role: 'user', blocks: [{ type: 'text', text: 'Hello' }] }])
  })

  test('refuses a kind of content in a user turn that is not known, by its name', () => {
    const content = [
      { type: 'text', text: 'Look' },
      { type: 'hologram', data: 'x' },
    ]
    expect(() => parse({ messages: [{ role: 'user', content }] })).toThrow(
      expect.objectContaining({
        status: 400,
        message: expect.stringContaining('hologram'),
        field: 'messages.0.content.1.type',
      }),
    )
    expect(() =>
      parse({ messages: [{ role: 'user', content: [{ type: 'container_upload', file_id: 'f' }] }] }),
    ).not.toThrow()
  })

  test('reads documents of parts and what a search found', () => {
    const content = [
      {
        type: 'document',
        title: 'Notes',
        source: {
          type: 'content',
          content: [
            { type: 'text', text: 'one' },
            { type: 'image', source: { type: 'url', url: 'https://example.com/a.png' } },
          ],
        },
      },
      {
        type: 'search_result',
        source: 'https://example.com',
        title: 'A page',
        content: [{ type: 'text', text: 'two' }],
      },
    ]
    const { turns } = parse({ messages: [{ role: 'user', content }] })
    expect(turns[0]?.blocks).toEqual([
      { type: 'document', name: 'Notes', media: { kind: 'text', text: 'one' } },
      { type: 'image', media: { kind: 'url', url: 'https://example.com/a.png' } },
      { type: 'document', name: 'A page', media: { kind: 'text', text: 'https://example.com\n\ntwo' } },
    ])
  })

  test('keeps unknown fields by their path', () => {
    const { extras } = parse({
      context_management: { edits: [] },
      metadata: { user_id: 'u', team: 'a' },
      tools: [{ name: 'look', input_schema: { type: 'object' }, defer_loading: true, eager_input_streaming: null }],
      messages: [{ role: 'user', content: [{ type: 'text', text: 'Hi', mood: 'good' }] }],
    })
    expect(Object.fromEntries(extras)).toEqual({
      'messages.0.content.0.mood': 'good',
      'tools.0.defer_loading': true,
      'metadata.team': 'a',
      context_management: { edits: [] },
    })
  })

  test('knows tools of the provider by their type', () => {
    const json = { type: 'web_search_20250305', name: 'web_search', max_uses: 2 }
    expect(parse({ tools: [json] }).tools).toEqual([
      { hosted: { dialect: 'anthropic-messages', name: 'web_search_20250305', json } },
    ])
  })

  test.each([
    [{ type: 'disabled' }, undefined, { effort: 'none' }],
    [{ type: 'adaptive', display: 'omitted' }, { effort: 'max' }, { effort: 'max', isAdaptive: true, show: false }],
    [{ type: 'enabled', budget_tokens: 2048 }, undefined, { budgetTokens: 2048 }],
    [undefined, { effort: 'low' }, { effort: 'low' }],
    [undefined, undefined, undefined],
  ])('thinking %j with %j', (thinking, outputConfig, reasoning) => {
    expect(parse({ thinking, output_config: outputConfig }).reasoning).toEqual(reasoning)
  })

  test('opens the envelope of another provider’s thoughts, and puts back a seal that stood on a call', () => {
    const thought: Seal = { origin: 'openai-responses', data: 'enc', id: 'rs_1', texts: ['first', 'second'] }
    const onCall: Seal = { origin: 'gemini', data: 'c2ln', holder: { callId: 'call_1' } }
    const content = [
      { type: 'thinking', thinking: 'first\n\nsecond', signature: encodeSeal(thought, 'anthropic-messages') },
      { type: 'tool_use', id: 'call_1', name: 'look', input: { at: 'it' } },
      { type: 'redacted_thinking', data: encodeSeal(onCall, 'anthropic-messages') },
      { type: 'redacted_thinking', data: 'ccp-seal-1.damaged' },
    ]
    expect(parse({ messages: [{ role: 'assistant', content }] }).turns[0]?.blocks).toEqual([
      { type: 'reasoning', texts: ['first', 'second'], seal: thought },
      {
        type: 'tool-call',
        id: 'call_1',
        name: 'look',
        arguments: '{"at":"it"}',
        seal: { origin: 'gemini', data: 'c2ln' },
      },
    ])
  })

  test.each<[string, Record<string, unknown>]>([
    ['model is required', { model: null }],
    ['messages is required', { messages: null }],
    ['messages.0 must be an object', { messages: ['Hi'] }],
    ['messages.0.role must be user, assistant or system', { messages: [{ role: 'tool', content: '' }] }],
    ['messages.0.content is required', { messages: [{ role: 'user' }] }],
    ['messages.0.content.0.type is required', { messages: [{ role: 'user', content: [{}] }] }],
    [
      'messages.0.content.0.source.type must be base64, url or file',
      { messages: [{ role: 'user', content: [{ type: 'image', source: { type: 'disk' } }] }] },
    ],
    [
      'messages.0.content.0.input must be an object',
      { messages: [{ role: 'assistant', content: [{ type: 'tool_use', id: 'a', name: 'b', input: 'c' }] }] },
    ],
    ['tools.0.input_schema is required', { tools: [{ name: 'look' }] }],
    ['tool_choice.type must be auto, any, tool or none', { tool_choice: { type: 'some' } }],
    ['thinking.budget_tokens is required', { thinking: { type: 'enabled' } }],
    ['output_config.effort must be one of low, medium, high, xhigh, max', { output_config: { effort: 'huge' } }],
    ['temperature must be a number', { temperature: 'hot' }],
    ['stop_sequences must be an array of strings', { stop_sequences: [1] }],
  ])('%s', (message, body) => {
    expect(() => parse(body)).toThrow(expect.objectContaining({ message, status: 400 }))
  })

  test.each([{ type: 'create' }, { type: 'continue', previous_message_id: 'msg_1' }])(
    'a conversation that only Anthropic keeps is refused by the code that its SDK goes on without one for: $type',
    (thread) => {
      const refusal = { status: 400, field: 'thread', code: 'thread_unsupported_request' }
      expect(() => parse({ thread })).toThrow(expect.objectContaining(refusal))
    },
  )
})
