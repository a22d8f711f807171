import { expect, test } from 'vitest'
import { simplifySchema } from './simplify-schema.js'

test('references are written out where they stand', () => {
  const schema = {
    type: 'object',
    properties: { from: { $ref: '#/$defs/place' }, to: { $ref: '#/definitions/a~1b', description: 'where to' } },
    $defs: { place: { type: 'string', minLength: 1 } },
    definitions: { 'a/b': { type: 'integer', description: 'number of it' } },
  }
  expect(simplifySchema(schema)).toEqual({
    schema: {
      type: 'object',
      properties: { from: { type: 'string', minLength: 1 }, to: { type: 'integer', description: 'where to' } },
    },
    dropped: [],
  })
})

test('a schema within itself ends after two rounds, and says that it was cut', () => {
  const node = { type: 'object', properties: { child: { $ref: '#/$defs/node' }, name: { type: 'string' } } }
  const { schema, dropped } = simplifySchema({ $ref: '#/$defs/node', $defs: { node } })
  const name = { type: 'string' }
  const inner = { type: 'object', properties: { child: {}, name } }
  expect(schema).toEqual({ type: 'object', properties: { child: inner, name } })
  expect(dropped).toEqual(['$ref'])
})

test('references that double at every step stay bounded', () => {
  const $defs = Object.fromEntries(
    Array.from({ length: 40 }, (_none, step) => [
      `s${step}`,
      { type: 'object', properties: { a: { $ref: `#/$defs/s${step + 1}` }, b: { $ref: `#/$defs/s${step + 1}` } } },
    ]),
  )
  const { schema, dropped } = simplifySchema({ $ref: '#/$defs/s0', $defs })
  expect(JSON.stringify(schema).length).toBeLessThan(500_000)
  expect(dropped).toEqual(['$ref'])
})

test('schemas nested without end are cut, not followed', () => {
  let schema: object = { type: 'string' }
  for (let depth = 0; depth < 5000; depth++) schema = { type: 'array', items: schema }
  expect(simplifySchema({ ...schema }).dropped).toEqual(['$ref'])
})

test.each([
  ['of another document', 'https://example.test/schema.json'],
  ['to nothing', '#/$defs/missing'],
  ['into a prototype', '#/constructor'],
])('a reference %s may be anything, and keeps its description', (_name, $ref) => {
  const result = simplifySchema({ type: 'object', properties: { a: { $ref, description: 'what it is' } } })
  expect(result).toEqual({
    schema: { type: 'object', properties: { a: { description: 'what it is' } } },
    dropped: ['$ref'],
  })
})

test('words with another spelling of the same meaning', () => {
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: {
      unit: { const: 'celsius' },
      value: { oneOf: [{ type: 'string' }, { type: 'number' }] },
      pair: { type: 'array', items: [{ type: 'string' }, { type: 'number' }] },
      both: {
        allOf: [
          { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] },
          { properties: { b: { type: 'number' } }, required: ['b'], description: 'two' },
        ],
      },
    },
    additionalProperties: false,
  }
  expect(simplifySchema(schema)).toEqual({
    schema: {
      type: 'object',
      properties: {
        unit: { enum: ['celsius'] },
        value: { anyOf: [{ type: 'string' }, { type: 'number' }] },
        pair: { type: 'array', prefixItems: [{ type: 'string' }, { type: 'number' }] },
        both: {
          type: 'object',
          description: 'two',
          properties: { a: { type: 'string' }, b: { type: 'number' } },
          required: ['a', 'b'],
        },
      },
      additionalProperties: false,
    },
    dropped: [],
  })
})

test('what limits something and cannot be said is named, once', () => {
  const limited = { type: 'integer', exclusiveMinimum: 0, not: { const: 3 } }
  const schema = {
    type: 'object',
    properties: { a: limited, b: limited },
    patternProperties: { '^x': { type: 'string' } },
    if: { required: ['a'] },
  }
  expect(simplifySchema(schema)).toEqual({
    schema: { type: 'object', properties: { a: { type: 'integer' }, b: { type: 'integer' } } },
    dropped: ['exclusiveMinimum', 'not', 'patternProperties', 'if'],
  })
})

test('properties called like members of every object are properties', () => {
  const schema = JSON.parse('{"type":"object","properties":{"__proto__":{"type":"string"},"constructor":{"const":1}}}')
  expect(JSON.stringify(simplifySchema(schema).schema)).toBe(
    '{"type":"object","properties":{"__proto__":{"type":"string"},"constructor":{"enum":[1]}}}',
  )
  expect(simplifySchema({ constructor: 1, toString: 2 }).dropped).toEqual(['constructor', 'toString'])
})
