import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AnswerEvent } from '../model/answer.js'
import { aggregateAnswer } from './answer-aggregator.js'
import { BlockSequence } from './block-sequence.js'

const finish: AnswerEvent = { type: 'finish', reason: 'tool-calls' }

/** Calls whose pieces come in any order; each is `<index>:` and its deltas. */
const interleaved = fc
  .array(fc.array(fc.stringMatching(/^[a-z]{1,3}$/), { maxLength: 4 }), { minLength: 1, maxLength: 4 })
  .chain((calls) => {
    const turns = calls.flatMap((deltas, index) => Array.from({ length: deltas.length + 2 }, () => index))
    return fc.shuffledSubarray(turns, { minLength: turns.length }).map((order) => eventsInOrder(calls, order))
  })

function eventsInOrder(calls: readonly (readonly string[])[], order: readonly number[]): readonly AnswerEvent[] {
  const done = calls.map(() => 0)
  const indexes = new Map<number, number>()
  return order.map((call): AnswerEvent => {
    const step = (done[call] ?? 0) - 1
    done[call] = step + 2
    const index = indexes.get(call) ?? indexes.size
    indexes.set(call, index)
    if (step === -1) return { type: 'block-start', index, block: { type: 'tool-call', id: `id_${call}`, name: 'look' } }
    const text = calls[call]?.[step]
    return text === undefined ? { type: 'block-stop', index } : { type: 'delta', index, text }
  })
}

function delta(index: number, text: string): AnswerEvent {
  return { type: 'delta', index, text }
}

describe('BlockSequence', () => {
  test('lets one block be open at a time and loses nothing', () => {
    fc.assert(
      fc.property(interleaved, (events) => {
        const sequence = new BlockSequence()
        const start: AnswerEvent = { type: 'start', id: 'a', model: 'm' }
        const ordered = [start, ...events, finish].flatMap((event) => sequence.push(event))
        const indexes = ordered.map((event) => ('index' in event ? event.index : -1))
        // Each block's events stand together, from its start to its stop.
        const blocks = new Set(indexes)
        expect(indexes.filter((index, at) => index !== indexes[at - 1])).toHaveLength(blocks.size + 1)
        expect(ordered.filter(({ type }) => type === 'block-stop')).toHaveLength(blocks.size - 1)
        expect(aggregateAnswer(ordered)).toEqual(aggregateAnswer([start, ...events, finish]))
      }),
    )
  })

  test('gives deltas of the open block at once', () => {
    const sequence = new BlockSequence()
    sequence.push({ type: 'block-start', index: 0, block: { type: 'text' } })
    sequence.push({ type: 'block-start', index: 1, block: { type: 'text' } })
    expect(sequence.push(delta(0, 'a'))).toEqual([delta(0, 'a')])
    expect(sequence.push(delta(1, 'b'))).toEqual([])
  })

  test('holds back only so much', () => {
    const sequence = new BlockSequence()
    sequence.push({ type: 'block-start', index: 0, block: { type: 'text' } })
    sequence.push({ type: 'block-start', index: 1, block: { type: 'text' } })
    const text = 'x'.repeat(8 * 1024 * 1024)
    const last = [1, 2, 3, 4, 5].map(() => sequence.push({ type: 'delta', index: 1, text }).at(0)?.type)
    expect(last).toEqual([undefined, undefined, undefined, undefined, 'error'])
  })
})
