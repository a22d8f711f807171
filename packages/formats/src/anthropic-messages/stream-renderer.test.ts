import { describe, expect, test } from 'vitest'
import type { AnswerEvent } from '../model/answer.js'
import { SseReader } from '../sse/sse-reader.js'
import { AnthropicStreamRenderer } from './stream-renderer.js'

function render(...events: readonly AnswerEvent[]): readonly unknown[] {
  const renderer = new AnthropicStreamRenderer()
  const wire = events.map((event) => renderer.push(event)).join('')
  return new SseReader().push(new TextEncoder().encode(wire)).map(({ event, data }) => {
    const body: unknown = JSON.parse(data)
    expect(body).toMatchObject({ type: event })
    return body
  })
}

const begin = (index: number, content: object): unknown => ({
  type: 'content_block_start',
  index,
  content_block: content,
})
const delta = (index: number, said: object): unknown => ({ type: 'content_block_delta', index, delta: said })
const stop = (index: number): unknown => ({ type: 'content_block_stop', index })

const kinds = (events: readonly unknown[]): unknown[] =>
  events.flatMap((event) => (JSON.stringify(event).match(/"content_block":\{"type":"(\w+)"/) ?? []).slice(1))

describe('AnthropicStreamRenderer', () => {
  test('begins text with its first word, and none for a text that stays empty', () => {
    const events = render(
      { type: 'block-start', index: 0, block: { type: 'text' } },
      { type: 'block-stop', index: 0 },
      { type: 'block-start', index: 1, block: { type: 'refusal' } },
      { type: 'delta', index: 1, text: 'No' },
      { type: 'block-stop', index: 1 },
    )
    expect(events).toEqual([
      begin(0, { type: 'text', text: '', citations: null }),
      delta(0, { type: 'text_delta', text: 'No' }),
      stop(0),
    ])
  })

  test('shows parts of a summary apart, then the seal', () => {
    const events = render(
      { type: 'block-start', index: 0, block: { type: 'reasoning' } },
      { type: 'delta', index: 0, text: 'One', part: 0 },
      { type: 'delta', index: 0, text: 'Two', part: 1 },
      { type: 'block-stop', index: 0, seal: { origin: 'anthropic-messages', data: 'sig' } },
    )
    expect(events).toEqual([
      begin(0, { type: 'thinking', thinking: '', signature: '' }),
      delta(0, { type: 'thinking_delta', thinking: 'One' }),
      delta(0, { type: 'thinking_delta', thinking: '\n\nTwo' }),
      delta(0, { type: 'signature_delta', signature: 'sig' }),
      stop(0),
    ])
  })

  test('carries thoughts without a text as hidden ones, and drops those without a seal', () => {
    const events = render(
      { type: 'block-start', index: 0, block: { type: 'reasoning' } },
      { type: 'block-stop', index: 0 },
      { type: 'block-start', index: 1, block: { type: 'reasoning' } },
      { type: 'block-stop', index: 1, seal: { origin: 'openai-responses', data: 'enc' } },
      { type: 'finish', reason: 'stop' },
    )
    expect(events.slice(0, 2)).toEqual([
      begin(0, { type: 'redacted_thinking', data: expect.stringMatching(/^ccp-seal-1\./) }),
      stop(0),
    ])
  })

  test('puts the seal of a call beside it, with the id that the client knows', () => {
    const events = render(
      {
        type: 'block-start',
        index: 0,
        block: { type: 'tool-call', id: 'a.b', name: 'look', seal: { origin: 'gemini', data: 'c2ln' } },
      },
      { type: 'block-stop', index: 0 },
      { type: 'finish', reason: 'tool-calls' },
    )
    const id = expect.stringMatching(/^ccpid_/)
    expect(events.slice(0, 5)).toEqual([
      begin(0, { type: 'tool_use', id, name: 'look', input: {}, caller: { type: 'direct' } }),
      delta(0, { type: 'input_json_delta', partial_json: '{}' }),
      stop(0),
      begin(1, { type: 'redacted_thinking', data: expect.stringMatching(/^ccp-seal-1\./) }),
      stop(1),
    ])
  })

  describe('a seal of another provider that comes after the text', () => {
    const late: readonly AnswerEvent[] = [
      { type: 'block-start', index: 0, block: { type: 'text' } },
      { type: 'delta', index: 0, text: 'Hello' },
      { type: 'block-stop', index: 0 },
      { type: 'block-start', index: 1, block: { type: 'reasoning' } },
      { type: 'block-stop', index: 1, seal: { origin: 'openai-chat', data: 'enc' } },
    ]
    test('is left out: clients take the last block for the answer', () => {
      expect(kinds(render(...late, { type: 'finish', reason: 'stop' }))).toEqual(['text'])
    })

    test('stands before the call that it is wanted back for', () => {
      const call: readonly AnswerEvent[] = [
        { type: 'block-start', index: 2, block: { type: 'tool-call', id: 'a', name: 'look' } },
        { type: 'block-stop', index: 2 },
        { type: 'finish', reason: 'tool-calls' },
      ]
      expect(kinds(render(...late, ...call))).toEqual(['text', 'redacted_thinking', 'tool_use'])
    })
  })

  test('writes free text as JSON', () => {
    const events = render(
      { type: 'block-start', index: 0, block: { type: 'tool-call', id: 'a', name: 'patch', isFreeForm: true } },
      { type: 'delta', index: 0, text: '"a"\n\ud83d' },
      { type: 'delta', index: 0, text: '\ude00' },
      { type: 'finish', reason: 'stop' },
    )
    const json = events
      .map((event) => /"partial_json":("(?:[^"\\]|\\.)*")/.exec(JSON.stringify(event))?.[1])
      .filter((text) => text !== undefined)
      .map((text): unknown => JSON.parse(text))
      .join('')
    expect(JSON.parse(json)).toEqual({ input: '"a"\n😀' })
    expect(events.at(-2)).toMatchObject({ type: 'message_delta', delta: { stop_reason: 'tool_use' } })
  })

  test('says nothing after an error', () => {
    const events = render({ type: 'error', error: { status: 502, message: 'Cut' } }, { type: 'finish', reason: 'stop' })
    expect(events).toEqual([{ type: 'error', error: { type: 'api_error', message: 'Cut' }, request_id: null }])
  })
})
