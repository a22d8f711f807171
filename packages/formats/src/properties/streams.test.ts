// Streams are the same however they are cut, and add up to the answer that they are.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AnswerEvent } from '../model/answer.js'
import { aggregateAnswer } from '../stream/answer-aggregator.js'
import { eventsOf } from '../stream/events-of.js'
import { StreamEvents } from '../stream/stream-events.js'
import { conversationsOf, streamsOf } from './__fixtures__/conversations.js'
import { expressions } from './__fixtures__/expressions.js'
import { pieces, splits } from './__fixtures__/splits.js'
import { streamText } from './__fixtures__/stream-text.js'

function parse(dialect: StreamEvents, chunks: readonly Uint8Array[]): readonly AnswerEvent[] {
  return [...chunks.flatMap((chunk) => dialect.push(chunk)), ...dialect.end()]
}

/** Blocks begin once, in order, and end once; deltas are within them. */
function faults(events: readonly AnswerEvent[]): readonly string[] {
  const open = new Set<number>()
  let next = 0
  const found = events.flatMap((event, place): readonly string[] => {
    if (event.type === 'block-start') {
      open.add(event.index)
      return event.index === next++ ? [] : [`${place}: begins out of order`]
    }
    if (event.type === 'delta') return open.has(event.index) ? [] : [`${place}: outside`]
    if (event.type === 'block-stop') return open.delete(event.index) ? [] : [`${place}: ends twice`]
    return (event.type === 'start') === (place === 0) ? [] : [`${place}: ${event.type}`]
  })
  return [...found, ...[...open].map((index) => `${index} never ends`)]
}

const numRuns = 50

describe.each(expressions)('$codec.dialect', (expression) => {
  const { codec } = expression
  const asked = conversationsOf(expression).map(({ streamFormat: _array, ...conversation }) => ({
    ...conversation,
    stream: true,
    wantsStreamUsage: true,
    reasoning: { show: true },
  }))

  test('any cut gives the same events', () => {
    fc.assert(
      fc.property(streamsOf(expression), asked, splits, (answer, request, split) => {
        const text = streamText(codec, eventsOf(answer), request)
        const whole = parse(new StreamEvents(codec.dialect), [Buffer.from(text)])
        expect(parse(new StreamEvents(codec.dialect), pieces(text, split))).toEqual(whole)
        expect(parse(new StreamEvents(codec.dialect), pieces(text.replaceAll('\n', '\r\n'), split))).toEqual(whole)
        expect(whole.at(-1)).toMatchObject({ type: 'finish' })
      }),
      { numRuns },
    )
  })

  test('blocks begin and end once, and nothing comes outside of them', () => {
    fc.assert(
      fc.property(streamsOf(expression), asked, (answer, request) => {
        const text = streamText(codec, eventsOf(answer), request)
        const events = parse(new StreamEvents(codec.dialect), [Buffer.from(text)])
        expect(faults(events)).toEqual([])
      }),
      { numRuns },
    )
  })

  test('they add up to the answer', () => {
    fc.assert(
      fc.property(streamsOf(expression), asked, (answer, request) => {
        const text = streamText(codec, eventsOf(answer), request)
        const events = parse(new StreamEvents(codec.dialect), [Buffer.from(text)])
        expect(aggregateAnswer(events)).toEqual({ answer })
      }),
      { numRuns },
    )
  })

  test('a stream that was cut off ends with one error', () => {
    fc.assert(
      fc.property(streamsOf(expression), asked, fc.double({ min: 0, max: 1, noNaN: true }), (answer, request, part) => {
        const all = eventsOf(answer)
        const text = streamText(codec, all.slice(0, Math.floor(part * (all.length - 1))), request)
        const events = parse(new StreamEvents(codec.dialect), [Buffer.from(text)])
        expect(events.filter(({ type }) => type === 'error')).toHaveLength(1)
        expect(events.at(-1)?.type).toBe('error')
      }),
      { numRuns },
    )
  })
})
