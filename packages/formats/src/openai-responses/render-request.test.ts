import { describe, expect, test } from 'vitest'
import { plain } from '../__fixtures__/field-samples.js'
import type { AssistantBlock, UserBlock } from '../model/block.js'
import type { Conversation } from '../model/conversation.js'
import type { JsonObject } from '../model/json.js'
import { NotesCollector } from '../notes-collector.js'
import { renderRequest } from './render-request.js'

interface Rendered {
  readonly body: JsonObject
  readonly dropped: readonly string[]
}

function render(members: Partial<Conversation>, model = 'gpt-5.4'): Rendered {
  const notes = new NotesCollector()
  const { path, body } = renderRequest({ ...plain('anthropic-messages', model), ...members }, notes)
  expect(path).toBe('/v1/responses')
  return { body, dropped: notes.dropped }
}

function turns(assistant: readonly AssistantBlock[], user: readonly UserBlock[]): Partial<Conversation> {
  return {
    turns: [
      { role: 'assistant', blocks: assistant },
      { role: 'user', blocks: user },
    ],
  }
}

test('nothing is stored, and encrypted thoughts come with the answer', () => {
  expect(render({}).body).toMatchObject({ store: false, include: ['reasoning.encrypted_content'] })
  expect(render({}, 'gpt-4o').body).not.toHaveProperty('include')
})

describe('instructions', () => {
  const one = { type: 'text', text: 'Be brief' } as const

  test('are one text', () => {
    expect(render({ system: [one] }).body).toMatchObject({ instructions: 'Be brief', input: [{ role: 'user' }] })
  })

  test('of several texts are a developer message', () => {
    const { body } = render({ system: [one, { type: 'text', text: 'Be kind' }] })
    expect(body).not.toHaveProperty('instructions')
    expect(body['input']).toMatchObject([
      { role: 'developer', content: [{ type: 'input_text', text: 'Be brief' }, { text: 'Be kind' }] },
      { role: 'user' },
    ])
  })
})

describe('turns', () => {
  test('are items in their order', () => {
    const { body, dropped } = render(
      turns(
        [
          { type: 'reasoning', texts: ['Hm'], seal: { origin: 'openai-responses', data: 'gA', id: 'rs_1' } },
          { type: 'reasoning', texts: ['Oh'], seal: { origin: 'anthropic-messages', data: 'EqQB' } },
          { type: 'text', text: 'I look' },
          { type: 'tool-call', id: 'toolu_1', name: 'look', arguments: '{}' },
          { type: 'tool-call', id: 'toolu_2', name: 'patch', arguments: '***', isFreeForm: true },
        ],
        [
          { type: 'tool-result', callId: 'toolu_1', content: [], isError: true },
          {
            type: 'tool-result',
            callId: 'toolu_2',
            content: [
              { type: 'text', text: 'Seen' },
              { type: 'image', media: { kind: 'base64', mediaType: 'image/png', data: 'aGk=' } },
            ],
          },
          { type: 'text', text: 'Go on' },
        ],
      ),
    )
    expect(body['input']).toEqual([
      { type: 'reasoning', id: 'rs_1', summary: [{ type: 'summary_text', text: 'Hm' }], encrypted_content: 'gA' },
      { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'I look', annotations: [] }] },
      { type: 'function_call', call_id: 'toolu_1', name: 'look', arguments: '{}' },
      { type: 'custom_tool_call', call_id: 'toolu_2', name: 'patch', input: '***' },
      { type: 'function_call_output', call_id: 'toolu_1', output: '' },
      {
        type: 'custom_tool_call_output',
        call_id: 'toolu_2',
        output: [
          { type: 'input_text', text: 'Seen' },
          { type: 'input_image', detail: 'auto', image_url: 'data:image/png;base64,aGk=' },
        ],
      },
      { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Go on' }] },
    ])
    expect(dropped).toEqual(['foreignReasoning', 'toolResultError'])
  })

  test('have ids that the API takes, the same for call and result', () => {
    const id = 'x'.repeat(80)
    const { body } = render(
      turns(
        [{ type: 'tool-call', id, name: 'look', arguments: '{}' }],
        [{ type: 'tool-result', callId: id, content: [] }],
      ),
    )
    const made: unknown = expect.stringMatching(/^call_\w{24}$/)
    expect(body['input']).toMatchObject([{ call_id: made }, { call_id: made }])
    const ids = JSON.stringify(body['input']).match(/call_\w{24}/g)
    expect(new Set(ids).size).toBe(1)
  })

  test('have documents that are text as text', () => {
    const { body } = render(turns([], [{ type: 'document', name: 'a.txt', media: { kind: 'text', text: 'Hello' } }]))
    expect(body['input']).toMatchObject([
      { content: [{ type: 'input_text', text: '<document name="a.txt">\nHello\n</document>' }] },
    ])
  })
})

describe('tools', () => {
  const open = { type: 'object', properties: { a: { type: 'string' } } }

  test('say that they are not strict, as the API would take them for it', () => {
    const { body } = render({ tools: [{ name: 'look', parameters: open }] })
    expect(body['tools']).toEqual([{ type: 'function', name: 'look', parameters: open, strict: false }])
  })

  test('are strict where the schema allows it', () => {
    const closed = { ...open, required: ['a'], additionalProperties: false }
    const { body, dropped } = render({
      tools: [
        { name: 'look', parameters: closed, strict: true },
        { name: 'wait', parameters: open, strict: true },
      ],
    })
    expect(body['tools']).toMatchObject([{ strict: true }, { strict: false }])
    expect(dropped).toEqual(['strictTool'])
  })

  test('are chosen in their own form', () => {
    const tools = [{ name: 'look' }, { name: 'patch', isFreeForm: true }] as const
    const chosen = (name: string) => render({ tools, toolChoice: { type: 'tool', name } }).body['tool_choice']
    expect(chosen('look')).toEqual({ type: 'function', name: 'look' })
    expect(chosen('patch')).toEqual({ type: 'custom', name: 'patch' })
    const { body } = render({ tools, toolChoice: { type: 'allowed', names: ['look', 'patch'], required: true } })
    expect(body['tool_choice']).toEqual({
      type: 'allowed_tools',
      mode: 'required',
      tools: [
        { type: 'function', name: 'look' },
        { type: 'custom', name: 'patch' },
      ],
    })
  })

  test('are not chosen when there are none', () => {
    const { body } = render({ toolChoice: { type: 'required' }, parallelToolCalls: false })
    expect(body).not.toHaveProperty('tool_choice')
    expect(body).not.toHaveProperty('parallel_tool_calls')
  })
})

describe('parameters', () => {
  test('that a model which thinks refuses are left out', () => {
    const sampling = { temperature: 0.5, topP: 0.9 }
    expect(render(sampling).dropped).toEqual(['temperature', 'topP'])
    expect(render({ temperature: 1, topP: 1 })).toMatchObject({ dropped: [] })
    expect(render({ temperature: 1 }).body).not.toHaveProperty('temperature')
    expect(render({ ...sampling, reasoning: { effort: 'none' } }).body).toMatchObject({ temperature: 0.5, top_p: 0.9 })
    expect(render(sampling, 'gpt-4o').body).toMatchObject({ temperature: 0.5, top_p: 0.9 })
  })

  test('that a model which does not think refuses are left out', () => {
    const { body, dropped } = render({ reasoning: { effort: 'high', show: true }, verbosity: 'low' }, 'gpt-4.1')
    expect(body).not.toHaveProperty('reasoning')
    expect(body).not.toHaveProperty('text')
    expect(dropped).toEqual(['effort', 'verbosity'])
  })

  test('of thinking have the words of OpenAI', () => {
    expect(render({ reasoning: { budgetTokens: 10_000, show: true } }).body['reasoning']).toEqual({
      effort: 'medium',
      summary: 'auto',
    })
    expect(render({ reasoning: { isAdaptive: true } }).body).not.toHaveProperty('reasoning')
  })

  test('are within the limits of the API', () => {
    const { body } = render({ maxTokens: 1, userId: 'u'.repeat(150), cacheKey: 'short' })
    expect(body).toMatchObject({ max_output_tokens: 16, prompt_cache_key: 'short' })
    expect(body['safety_identifier']).toMatch(/^[0-9a-f]{64}$/)
  })

  test('of JSON mode come with the word that the API asks for', () => {
    const output = { type: 'json' } as const
    expect(render({ output }).body['input']).toMatchObject([{ role: 'developer' }, { role: 'user' }])
    const asked = turns([], [{ type: 'text', text: 'Answer in JSON' }])
    expect(render({ output, ...asked }).body['input']).toMatchObject([{ role: 'user' }])
  })
})

test('more than one answer is refused, in the words of the client', () => {
  expect(() => render({ origin: 'openai-chat', count: 2 })).toThrow(/^n must be 1/)
})
