import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findModel } from './find-model.js'

/** Cuts bytes at the given places. */
function cut(bytes: Buffer, places: readonly number[]): readonly Buffer[] {
  const at = [0, ...places.map((place) => place % (bytes.length + 1)), bytes.length].toSorted((a, b) => a - b)
  return at.slice(1).map((end, index) => bytes.subarray(at[index], end))
}

function modelOf(text: string): string | undefined {
  return findModel([Buffer.from(text)])?.model
}

const places = fc.array(fc.nat(), { maxLength: 8 })
const member = fc.tuple(fc.string({ unit: 'grapheme' }), fc.jsonValue()).filter(([key]) => key !== 'model')
const space = fc.constantFrom('', ' ', '\n\t', '\r\n  ')
/** A string as some encoder might write it: any character may be an escape. */
const written = (text: string): fc.Arbitrary<string> =>
  fc.array(fc.boolean(), { minLength: text.length, maxLength: text.length }).map((escapes) => {
    const parts = [...Array(text.length).keys()].map((index) => {
      const unit = text.charCodeAt(index)
      const plain = JSON.stringify(text.charAt(index)).slice(1, -1)
      return escapes[index] === true ? `\\u${unit.toString(16).padStart(4, '0')}` : plain
    })
    return `"${parts.join('')}"`
  })

const bodies = fc
  .record({ before: fc.array(member), after: fc.array(member), model: fc.string({ unit: 'grapheme', maxLength: 60 }) })
  .chain(({ before, after, model }) =>
    fc.tuple(written('model'), written(model), space, space).map(([key, value, left, right]) => {
      const others = (members: readonly (readonly [string, unknown])[]): readonly string[] =>
        members.map(
          ([name, content]) => `${JSON.stringify(name)}${left}:${right}${JSON.stringify(content, null, left)}`,
        )
      const parts = [...others(before), `${key}${right}:${left}${value}`, ...others(after)]
      return { text: `${left}{${right}${parts.join(`${left},${right}`)}${left}}`, model }
    }),
  )

describe('a body with a model', () => {
  test('is read as JSON.parse reads it, wherever the chunks end', () => {
    fc.assert(
      fc.property(bodies, places, ({ text, model }, cuts) => {
        const parsed: unknown = JSON.parse(text)
        expect(parsed).toHaveProperty('model', model)
        expect(findModel(cut(Buffer.from(text), cuts))?.model).toBe(model)
      }),
      { numRuns: 200 },
    )
  })

  test('keeps every other byte when the span is replaced', () => {
    fc.assert(
      fc.property(bodies, fc.string(), ({ text }, name) => {
        const bytes = Buffer.from(text)
        const { start, end } = findModel([bytes]) ?? { start: 0, end: 0 }
        const spliced = Buffer.concat([
          bytes.subarray(0, start),
          Buffer.from(JSON.stringify(name)),
          bytes.subarray(end),
        ])
        const before: unknown = JSON.parse(text)
        expect(JSON.parse(spliced.toString())).toEqual(Object.assign(Object(before), { model: name }))
        expect(spliced.subarray(0, start)).toEqual(bytes.subarray(0, start))
      }),
      { numRuns: 200 },
    )
  })

  test('is found in its start alone', () => {
    expect(modelOf('{"stream":true,"model":"m","messages":[{"role":"us')).toBe('m')
  })
})

test('any JSON value, and any text, is answered as JSON.parse would', () => {
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string({ unit: 'binary' })), places, (text, cuts) => {
      let parsed: unknown
      try {
        parsed = JSON.parse(text)
      } catch {
        findModel(cut(Buffer.from(text), cuts))
        return
      }
      const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
      const model: unknown = isObject ? Reflect.get(Object(parsed), 'model') : undefined
      expect(findModel(cut(Buffer.from(text), cuts))?.model).toBe(typeof model === 'string' ? model : undefined)
    }),
    { numRuns: 300 },
  )
})

test.each([
  ['nested only', '{"a":{"model":"x"},"b":[{"model":"y"}]}', undefined],
  ['after deep nesting', '{"a":[[[{"model":"x"}]],"}]"],"model":"y"}', 'y'],
  ['as a value', '{"a":"model","b":"x"}', undefined],
  ['in a string with quotes', '{"a":"\\"model\\":\\"x\\"","model":"y"}', 'y'],
  ['after a string that ends in a backslash', '{"a":"\\\\","model":"y"}', 'y'],
  ['a number', '{"model":1,"a":"x"}', undefined],
  ['null', '{"model":null}', undefined],
  ['a list', '{"model":["x"]}', undefined],
  ['an object', '{"model":{"model":"x"}}', undefined],
  ['twice', '{"model":"x","model":"y"}', 'x'],
  ['a longer key', '{"models":"x","my_model":"y"}', undefined],
  ['a list of objects', '[{"model":"x"}]', undefined],
  ['a string', '"model"', undefined],
  ['nothing', '', undefined],
  ['an end too early', '{"model":"x', undefined],
  ['no comma', '{"a":1 "model":"x"}', undefined],
  ['too long', `{"model":"${'x'.repeat(5000)}","a":"y"}`, undefined],
  ['after a key without end', `{"${'k'.repeat(5000)}":1,"model":"y"}`, 'y'],
  ['not even a string', '{"model":"\\x"}', undefined],
])('%s', (_name, text, model) => {
  expect(modelOf(text)).toBe(model)
})

function megabyte(content: string): Buffer {
  return Buffer.from(`{"a":"${content.repeat(500_000)}","model":"m"}`)
}

test('a body full of escapes takes time by its length only', () => {
  const startedAt = performance.now()
  for (const content of ['\\n', '\\"', 'aa']) expect(findModel([megabyte(content)])?.model).toBe('m')
  expect(performance.now() - startedAt).toBeLessThan(10_000)
}, 30_000)
