import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FormatError } from '../format-error.js'
import type { SseEvent } from './sse-event.js'
import { SseReader } from './sse-reader.js'
import { writeSse } from './write-sse.js'

const encoder = new TextEncoder()

function readAll(text: string, sizes: readonly number[] = [text.length * 4]): readonly SseEvent[] {
  const bytes = encoder.encode(text)
  const reader = new SseReader()
  const events: SseEvent[] = []
  let at = 0
  for (let turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1
    events.push(...reader.push(bytes.subarray(at, at + size)))
    at += size
  }
  return [...events, ...reader.end()]
}

describe('SseReader', () => {
  test.each(['\n', '\r\n', '\r'])('ends lines by %j, skips comments and unknown fields', (end) => {
    const text = [': keep-alive', '', 'event: a', 'id: 7', 'data: 1', 'data: 2', '', 'data: é😀', '', ''].join(end)
    expect(readAll(text)).toEqual([{ event: 'a', data: '1\n2' }, { data: 'é😀' }])
    expect(readAll(text, [1])).toEqual([{ event: 'a', data: '1\n2' }, { data: 'é😀' }])
  })

  test.each(['data: [DONE]', 'data: [DONE]\n', 'data: [DONE]\r\n'])(
    'takes the last event without its empty line: %j',
    (text) => {
      expect(readAll(text)).toEqual([{ data: '[DONE]' }])
    },
  )

  test('gives each event once, however the bytes are cut', () => {
    const event = fc.record({ event: fc.constantFrom('a', 'b'), data: fc.string({ unit: 'grapheme' }) })
    const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 })
    fc.assert(
      fc.property(fc.array(event), sizes, (events, chunks) => {
        const clean = events.map(({ event: name, data }) => ({ event: name, data: data.replaceAll(/\r\n?/g, '\n') }))
        expect(readAll(clean.map((each) => writeSse(each)).join(''), chunks)).toEqual(clean)
      }),
    )
  })

  test('refuses an event without an end, and stays refused', () => {
    const reader = new SseReader(100)
    expect(() => reader.push(encoder.encode(`data: ${'x'.repeat(101)}`))).toThrow(FormatError)
    expect(() => reader.push(encoder.encode('\n\n'))).toThrow('more than 100 characters')
  })

  test('refuses a long event that comes in one piece', () => {
    expect(() => new SseReader(100).push(encoder.encode(`data: ${'x'.repeat(101)}\n\n`))).toThrow(FormatError)
    expect(new SseReader(100).push(encoder.encode(`data: ${'x'.repeat(90)}\n\n`))).toHaveLength(1)
  })
})
