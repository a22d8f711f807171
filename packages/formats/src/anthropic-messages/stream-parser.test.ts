import { describe, expect, test } from 'vitest'
import type { AnswerEvent } from '../model/answer.js'
import { AnthropicStreamParser } from './stream-parser.js'

function parse(events: readonly unknown[]): readonly AnswerEvent[] {
  const parser = new AnthropicStreamParser()
  const parsed = events.flatMap((event) =>
    parser.push({ data: typeof event === 'string' ? event : JSON.stringify(event) }),
  )
  return [...parsed, ...parser.end()]
}

const usage = { input_tokens: 5, cache_read_input_tokens: 10, cache_creation_input_tokens: null, output_tokens: 1 }
const start = { type: 'message_start', message: { id: 'msg_1', model: 'claude-x', content: [], usage } }
const started = { type: 'start', id: 'msg_1', model: 'claude-x', usage: { input: 15, output: 1, cacheRead: 10 } }
const stop = { type: 'message_stop' }

function delta(stopReason: string, rest: object = {}): unknown {
  return {
    type: 'message_delta',
    delta: { stop_reason: stopReason, stop_sequence: null, ...rest },
    usage: { output_tokens: 9 },
  }
}

function block(index: number, content: object, ...deltas: readonly object[]): readonly unknown[] {
  return [
    { type: 'content_block_start', index, content_block: content },
    ...deltas.map((each) => ({ type: 'content_block_delta', index, delta: each })),
    { type: 'content_block_stop', index },
  ]
}

const finish = (reason: string): unknown => ({
  type: 'finish',
  reason,
  usage: { input: 15, output: 9, cacheRead: 10 },
})

describe('AnthropicStreamParser', () => {
  test('reads text, thoughts with their signature, calls; pings say nothing', () => {
    const events = [
      start,
      { type: 'ping' },
      ...block(
        0,
        { type: 'thinking', thinking: '', signature: '' },
        { type: 'thinking_delta', thinking: 'H' },
        { type: 'thinking_delta', thinking: 'm' },
        { type: 'signature_delta', signature: 'sig=' },
      ),
      ...block(1, { type: 'redacted_thinking', data: 'hidden' }),
      ...block(2, { type: 'text', text: '' }, { type: 'text_delta', text: 'Hi' }),
      ...block(
        3,
        { type: 'tool_use', id: 'toolu_1', name: 'look', input: {} },
        { type: 'input_json_delta', partial_json: '' },
        { type: 'input_json_delta', partial_json: '{"a":1}' },
      ),
      ...block(4, { type: 'tool_use', id: 'toolu_2', name: 'bare', input: {} }),
      delta('tool_use'),
      stop,
    ]
    const origin = 'anthropic-messages'
    expect(parse(events)).toEqual([
      started,
      { type: 'block-start', index: 0, block: { type: 'reasoning' } },
      { type: 'delta', index: 0, text: 'H' },
      { type: 'delta', index: 0, text: 'm' },
      { type: 'block-stop', index: 0, seal: { origin, data: 'sig=', texts: ['Hm'] } },
      { type: 'block-start', index: 1, block: { type: 'reasoning', isRedacted: true } },
      { type: 'block-stop', index: 1, seal: { origin, data: 'hidden', isRedacted: true } },
      { type: 'block-start', index: 2, block: { type: 'text' } },
      { type: 'delta', index: 2, text: 'Hi' },
      { type: 'block-stop', index: 2 },
      { type: 'block-start', index: 3, block: { type: 'tool-call', id: 'toolu_1', name: 'look' } },
      { type: 'delta', index: 3, text: '{"a":1}' },
      { type: 'block-stop', index: 3 },
      { type: 'block-start', index: 4, block: { type: 'tool-call', id: 'toolu_2', name: 'bare' } },
      { type: 'delta', index: 4, text: '{}' },
      { type: 'block-stop', index: 4 },
      finish('tool-calls'),
    ])
  })

  test('keeps parts of its own as they are, with the input that came in pieces, and what text cites', () => {
    const citation = { type: 'web_search_result_location', url: 'https://example.com' }
    const search = { type: 'server_tool_use', id: 'srv_1', name: 'web_search', input: {} }
    const events = parse([
      start,
      ...block(
        0,
        search,
        { type: 'input_json_delta', partial_json: '{"q":' },
        { type: 'input_json_delta', partial_json: '1}' },
      ),
      ...block(1, { type: 'text', text: 'It' }, { type: 'citations_delta', citation }),
      delta('pause_turn'),
      stop,
    ])
    const value = { dialect: 'anthropic-messages', name: 'server_tool_use', json: { ...search, input: { q: 1 } } }
    expect(events.slice(1)).toEqual([
      { type: 'block-start', index: 0, block: { type: 'opaque', block: { type: 'opaque', value } } },
      { type: 'block-stop', index: 0 },
      { type: 'block-start', index: 1, block: { type: 'text' } },
      { type: 'delta', index: 1, text: 'It' },
      {
        type: 'block-stop',
        index: 1,
        citations: { dialect: 'anthropic-messages', name: 'citations', json: [citation] },
      },
      finish('pause'),
    ])
  })

  test('says why the provider refused', () => {
    const events = parse([
      start,
      delta('refusal', { stop_details: { type: 'refusal', explanation: 'Not this' } }),
      stop,
    ])
    expect(events.slice(1)).toEqual([
      { type: 'block-start', index: 0, block: { type: 'refusal' } },
      { type: 'delta', index: 0, text: 'Not this' },
      { type: 'block-stop', index: 0 },
      finish('refusal'),
    ])
  })

  test('finishes a stream that lacks only its last events', () => {
    const [begun] = block(0, { type: 'text', text: 'Hi' })
    expect(parse([start, begun, delta('max_tokens')]).slice(-2)).toEqual([
      { type: 'block-stop', index: 0 },
      finish('length'),
    ])
  })

  test.each([
    ['a cut', [start, ...block(0, { type: 'text', text: 'Hi' })], 502, 'ended the stream before'],
    ['nothing', [], 502, 'ended the stream before'],
    ['no JSON', [start, '<html>'], 502, 'no JSON'],
    [
      'an overload',
      [start, { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }],
      529,
      'Overloaded',
    ],
    ['an unknown error', [{ type: 'error', error: { type: 'odd_error', message: 'Odd' } }], 500, 'Odd'],
  ])('%s is an error, and the last event', (_, events, status, message) => {
    const parsed = parse(events)
    expect(parsed.at(-1)).toMatchObject({ type: 'error', error: { status, message: expect.stringContaining(message) } })
    expect(parsed.filter(({ type }) => type === 'error' || type === 'finish')).toHaveLength(1)
  })

  test('takes another dialect’s end for its own', () => {
    expect(parse([start, delta('end_turn'), '[DONE]', stop]).at(-1)).toEqual(finish('stop'))
    expect(parse([start, '[DONE]']).at(-1)).toMatchObject({ type: 'error' })
  })

  test('says nothing after its end', () => {
    const parser = new AnthropicStreamParser()
    for (const event of [start, delta('end_turn'), stop]) parser.push({ data: JSON.stringify(event) })
    expect([...parser.push({ data: JSON.stringify(start) }), ...parser.end()]).toEqual([])
  })
})
