import type { Dialect } from '@ccproxy/core'
import * as fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { countedAnswers } from './__fixtures__/counted-answers.js'
import { jsonDocument, pieces } from './__fixtures__/json-documents.js'
import { AnswerScan } from './answer-scan.js'
import type { Counted } from './counted.js'
import { JsonAnswer } from './json-answer.js'

const dialects = countedAnswers.map(({ dialect }) => dialect)

function read(answer: Counted, chunks: readonly Buffer[]): Pick<Counted, 'usage' | 'model'> {
  for (const chunk of chunks) answer.push(chunk)
  answer.end()
  const { usage, model } = answer
  return { usage, model }
}

const whole = (dialect: Dialect, ...chunks: readonly Buffer[]): Pick<Counted, 'usage' | 'model'> =>
  read(new JsonAnswer(dialect), chunks)
const scanned = (dialect: Dialect, ...chunks: readonly Buffer[]): Pick<Counted, 'usage' | 'model'> =>
  read(new AnswerScan(dialect, false), chunks)

describe.each(countedAnswers)('an answer of $dialect', ({ dialect, json, model }) => {
  it('is read as the scan reads it, wherever it is cut', () => {
    const bytes = Buffer.from(json)
    const expected = scanned(dialect, bytes)
    expect(expected.model).toBe(model)
    const cuts = Array.from({ length: bytes.length - 1 }, (_, index) => index + 1)
    const inTwo = cuts.map((at) => whole(dialect, bytes.subarray(0, at), bytes.subarray(at)))
    expect(inTwo).toEqual(cuts.map(() => expected))
  })

  it('of more than 64 KiB is, too', () => {
    const bytes = Buffer.from(`${' '.repeat(64 * 1024)}${json}`)
    const chunks = Array.from({ length: Math.ceil(bytes.length / 1000) }, (_, index) =>
      bytes.subarray(index * 1000, (index + 1) * 1000),
    )
    expect(whole(dialect, ...chunks)).toEqual(scanned(dialect, bytes))
    expect(whole(dialect, ...chunks).usage).toBeDefined()
  })
})

const counts = { tokens: 1 }

test.each([
  ['nowhere else', (document: unknown) => ({ document })],
  ['at the top', (document: unknown) => ({ document, usage: counts, choices: [document] })],
  ['one level down', (document: unknown) => ({ document, x: { usage: counts } })],
  ['in an array', (document: unknown) => ({ choices: [document, { usage: counts }], id: 'x' })],
] as const)('any document says the same to both, with its usage %s', (_name, around) => {
  fc.assert(
    fc.property(
      fc.constantFrom(...dialects),
      jsonDocument,
      fc.array(fc.nat(), { maxLength: 6 }),
      (dialect, document, cuts) => {
        const bytes = Buffer.from(JSON.stringify(around(document)))
        expect(whole(dialect, ...pieces(bytes, cuts))).toEqual(scanned(dialect, bytes))
      },
    ),
    { numRuns: 500 },
  )
})

test('what stands at the top counts, whatever stands below', () => {
  fc.assert(
    fc.property(jsonDocument, (document) => {
      const bytes = Buffer.from(JSON.stringify({ document, usage: counts, choices: [document] }))
      expect(whole('openai-chat', bytes).usage).toEqual(counts)
    }),
  )
})

const named = (bytes: number): Buffer => Buffer.from(JSON.stringify({ model: 'm'.repeat(bytes) }))

test('a model has a name of 256 bytes at most', () => {
  expect(whole('openai-chat', named(254)).model).toHaveLength(254)
  expect(whole('openai-chat', named(257)).model).toBeUndefined()
})
