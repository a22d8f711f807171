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

function render(members: Partial<Conversation>, model = 'kimi-k3'): Rendered {
  const notes = new NotesCollector()
  const { path, body } = renderRequest({ ...plain('anthropic-messages', model), ...members }, notes)
  expect(path).toBe('/v1/chat/completions')
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

const image = { type: 'image', media: { kind: 'base64', mediaType: 'image/png', data: 'aGk=' } } as const
const imagePart = { type: 'image_url', image_url: { url: 'data:image/png;base64,aGk=' } }

describe('messages', () => {
  test('of text only are strings, which everybody takes', () => {
    const texts = [
      { type: 'text', text: 'a' },
      { type: 'text', text: 'b' },
    ] as const
    expect(render({ system: texts, turns: [{ role: 'user', blocks: texts }] }).body['messages']).toEqual([
      { role: 'system', content: 'a\n\nb' },
      { role: 'user', content: 'a\n\nb' },
    ])
  })

  test('of results come first, and their images after them', () => {
    const { body, dropped } = render(
      turns(
        [
          { type: 'text', text: 'I look' },
          { type: 'tool-call', id: 'toolu_1', name: 'look', arguments: '{}' },
          { type: 'tool-call', id: 'toolu_2', name: 'patch', arguments: '***', isFreeForm: true },
        ],
        [
          { type: 'text', text: 'Here' },
          { type: 'tool-result', callId: 'toolu_1', content: [{ type: 'text', text: 'Seen' }, image] },
          { type: 'tool-result', callId: 'toolu_2', content: [], isError: true },
        ],
      ),
    )
    expect(body['messages']).toEqual([
      {
        role: 'assistant',
        content: 'I look',
        tool_calls: [
          { id: 'toolu_1', type: 'function', function: { name: 'look', arguments: '{}' } },
          { id: 'toolu_2', type: 'function', function: { name: 'patch', arguments: '{"input":"***"}' } },
        ],
      },
      { role: 'tool', tool_call_id: 'toolu_1', content: 'Seen' },
      { role: 'tool', tool_call_id: 'toolu_2', content: '' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Returned by the tool call toolu_1:' },
          imagePart,
          { type: 'text', text: 'Here' },
        ],
      },
    ])
    expect(dropped).toEqual(['toolResultError'])
  })

  test('of the assistant have its thoughts back where they were, and nobody else’s', () => {
    const details = [{ type: 'reasoning.text', text: 'Hm', signature: 'EqQB' }]
    const seal = {
      origin: 'openai-chat',
      data: JSON.stringify({ field: 'reasoning', details }),
      texts: ['Hm'],
    } as const
    const { body, dropped } = render(
      turns(
        [
          { type: 'reasoning', texts: ['Hm'], seal },
          { type: 'reasoning', texts: ['Oh'], seal: { origin: 'gemini', data: 'dGV4dA==' } },
          { type: 'tool-call', id: 'call_1', name: 'look', arguments: '{}' },
        ],
        [],
      ),
    )
    expect(body['messages']).toMatchObject([
      { role: 'assistant', content: null, reasoning: 'Hm', reasoning_details: details, tool_calls: [{ id: 'call_1' }] },
    ])
    expect(dropped).toEqual(['foreignReasoning'])
  })

  test('of which nothing can be said are left out', () => {
    const { body } = render(turns([{ type: 'reasoning', texts: ['Oh'] }], [{ type: 'text', text: 'Hi' }]))
    expect(body['messages']).toEqual([{ role: 'user', content: 'Hi' }])
  })

  test('have ids that the API takes', () => {
    const id = 'x'.repeat(60)
    const { body } = render(
      turns(
        [{ type: 'tool-call', id, name: 'look', arguments: '{}' }],
        [{ type: 'tool-result', callId: id, content: [] }],
      ),
    )
    const ids = JSON.stringify(body['messages']).match(/"call_\w{24}"/g)
    expect(ids).toHaveLength(2)
    expect(new Set(ids).size).toBe(1)
  })
})

describe('tools', () => {
  test('that take text are functions', () => {
    const { body } = render({ tools: [{ name: 'patch', isFreeForm: true }] })
    expect(body['tools']).toMatchObject([
      { type: 'function', function: { name: 'patch', parameters: { required: ['input'] } } },
    ])
  })

  test('that are not allowed are not there', () => {
    const { body } = render({
      tools: [{ name: 'look' }, { name: 'wait' }],
      toolChoice: { type: 'allowed', names: ['wait'], required: true },
    })
    expect(body).toMatchObject({ tool_choice: 'required', tools: [{ function: { name: 'wait' } }] })
    expect(body['tools']).toHaveLength(1)
  })
})

describe('parameters', () => {
  test('have the names that the model knows', () => {
    expect(render({ maxTokens: 9 }).body).toMatchObject({ max_tokens: 9 })
    expect(render({ maxTokens: 9 }, 'gpt-4o').body).toMatchObject({ max_completion_tokens: 9 })
    expect(render({ maxTokens: 9 }, 'gpt-4o').body).not.toHaveProperty('max_tokens')
  })

  test('that a model which thinks refuses are left out', () => {
    const refused = {
      temperature: 0.5,
      topP: 0.9,
      presencePenalty: 0.1,
      frequencyPenalty: 0.1,
      stopSequences: ['END'],
    }
    expect(render(refused, 'gpt-5.4').dropped).toEqual([
      'temperature',
      'topP',
      'presencePenalty',
      'frequencyPenalty',
      'stopSequences',
    ])
    expect(render(refused)).toMatchObject({
      dropped: [],
      body: { temperature: 0.5, top_p: 0.9, presence_penalty: 0.1, frequency_penalty: 0.1, stop: ['END'] },
    })
  })

  test('that only OpenAI knows are not sent to others', () => {
    const members = { verbosity: 'low', cacheKey: 'key-1', serviceTier: 'flex' } as const
    expect(render(members).dropped).toEqual(['verbosity', 'cacheKey', 'serviceTier'])
    expect(render(members, 'gpt-5.4').body).toMatchObject({
      verbosity: 'low',
      prompt_cache_key: 'key-1',
      service_tier: 'flex',
    })
  })

  test('are within the limits of the API', () => {
    const { body, dropped } = render({ stopSequences: ['a', 'b', 'c', 'd', 'e'] })
    expect(body['stop']).toEqual(['a', 'b', 'c', 'd'])
    expect(dropped).toEqual(['stopSequences'])
  })

  test('ask for usage at the end of a stream', () => {
    expect(render({ stream: true }).body).toMatchObject({ stream_options: { include_usage: true } })
    expect(render({}).body).not.toHaveProperty('stream_options')
  })
})

describe('is refused in the words of the client', () => {
  test.each<[string, UserBlock]>([
    ['document.source.url', { type: 'document', media: { kind: 'url', url: 'https://example.com/a.pdf' } }],
    ['source.file_id', { type: 'image', media: { kind: 'file', id: 'file_1', dialect: 'anthropic-messages' } }],
    ['audio', { type: 'audio', media: { kind: 'base64', mediaType: 'audio/ogg', data: 'T2dn' } }],
  ])('%s', (field, block) => {
    expect(() => render(turns([], [block]))).toThrow(expect.objectContaining({ status: 400, field }))
  })

  test('more than one answer', () => {
    expect(() => render({ origin: 'gemini', count: 2 })).toThrow(/^generationConfig\.candidateCount must be 1/)
  })
})
