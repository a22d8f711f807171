// Streams that are not of our own making, with thoughts, signatures and parallel calls: the same in whatever pieces they come.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cut } from '../__fixtures__/cut.js'
import { plain } from '../__fixtures__/field-samples.js'
import { codecs } from '../codecs.js'
import type { Dialect } from '../model/dialect.js'
import { NotesCollector } from '../notes-collector.js'
import { StreamEvents } from '../stream/stream-events.js'
import { streamText } from './__fixtures__/stream-text.js'
import { strictProviders } from './__fixtures__/strict-providers.js'

const dialects: readonly Dialect[] = ['anthropic-messages', 'openai-chat', 'openai-responses', 'gemini']

/** What the provider says to a first question. */
function streamOf(dialect: Dialect): string {
  const provider = strictProviders[dialect]
  const origin = dialect === 'gemini' ? 'openai-chat' : 'gemini'
  const asked = { ...plain(origin, provider.model), stream: true, reasoning: { effort: 'medium', show: true } } as const
  return streamText(provider.answer(codecs[dialect].renderRequest(asked, new NotesCollector())).events)
}

/** The events as text: thousands of them are compared. */
function eventsOf(dialect: Dialect, chunks: readonly Uint8Array[]): string {
  const parser = new StreamEvents(dialect)
  const events = [...chunks.flatMap((chunk) => parser.push(chunk)), ...parser.end()]
  // Calls of Gemini have no ids of their own here: each has a new one every time.
  return JSON.stringify(events, (key, value: unknown) => (key === 'id' && dialect === 'gemini' ? 'new' : value))
}

const sizes = fc.oneof(fc.constant([1]), fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 5 }))

describe.each(dialects)('%s', (dialect) => {
  const text = streamOf(dialect)
  const bytes = new TextEncoder().encode(text)
  const whole = eventsOf(dialect, [bytes])

  test('every proof is in the events', () => {
    const { proofs } = strictProviders[dialect]
    expect(proofs.filter((proof) => !whole.includes(proof))).toEqual([])
    expect(whole).toContain('{"type":"finish","reason":"tool-calls"')
  })

  test('cut in two anywhere', () => {
    const places = Array.from({ length: Math.floor(bytes.length / 3) }, (_, index) => 1 + index * 3)
    const halves = (at: number): readonly Uint8Array[] => [bytes.subarray(0, at), bytes.subarray(at)]
    expect(places.filter((at) => eventsOf(dialect, halves(at)) !== whole)).toEqual([])
  })

  test('in any pieces, with any line ends and comments between events', () => {
    const written = [text, text.replaceAll('\n', '\r\n'), text.replaceAll('\n\n', '\n\n: keep-alive\n\n')]
    fc.assert(
      fc.property(fc.constantFrom(...written), sizes, (wire, each) => {
        expect(eventsOf(dialect, cut(new TextEncoder().encode(wire), each))).toBe(whole)
      }),
      { numRuns: 40 },
    )
  })
})
