import { expect, test } from 'vitest'
import { isStrictSchema } from './strict-schema.js'

const closed = { type: 'object', properties: { a: { type: 'string' } }, required: ['a'], additionalProperties: false }

test.each([[closed], [{ ...closed, properties: { a: { type: 'array', items: closed } } }], [{ type: 'string' }]])(
  '%j is strict',
  (schema) => {
    expect(isStrictSchema(schema)).toBe(true)
  },
)

test.each([
  [{ ...closed, required: [] }],
  [{ ...closed, additionalProperties: true }],
  [{ type: 'object' }],
  [{ ...closed, properties: { a: { type: 'object' } } }],
  [{ ...closed, properties: { a: { type: 'array', items: { type: 'object' } } } }],
  [{ ...closed, properties: { a: { anyOf: [closed, { type: 'object' }] } } }],
  [{ ...closed, $defs: { b: { type: 'object' } } }],
])('%j is not', (schema) => {
  expect(isStrictSchema(schema)).toBe(false)
})
