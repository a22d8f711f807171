import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isJsonObject } from '../json/is-json-object.js'
import type { JsonObject } from '../model/json.js'
import { toolParameters } from '../openai/tool-parameters.js'
import { repairForGoogle, withItems } from './repair-schema.js'
import { simplifySchema } from './simplify-schema.js'

const repaired = (schema: JsonObject): readonly [JsonObject, readonly string[]] => {
  const dropped = new Set<string>()
  return [repairForGoogle(schema, dropped), [...dropped]]
}
const text = { type: 'string' }
const deep = (inner: JsonObject): JsonObject => ({
  type: 'object',
  properties: { a: { type: 'array', items: inner }, b: { anyOf: [inner, { type: 'null' }] } },
})

describe('for Google', () => {
  test.each<[string, JsonObject, JsonObject, readonly string[]]>([
    ['a list without items', { type: 'array' }, { type: 'array', items: {} }, []],
    [
      'required members that are not there',
      { type: 'object', properties: { a: text }, required: ['a', 'b'] },
      { type: 'object', properties: { a: text }, required: ['a'] },
      ['required'],
    ],
    ['required without members', { type: 'object', required: ['a'] }, { type: 'object' }, ['required']],
    ['an empty text to choose', { type: 'string', enum: ['', 'a'] }, { type: 'string', enum: ['a'] }, ['enum']],
    ['nothing but an empty text', { type: 'string', enum: [''] }, { type: 'string' }, ['enum']],
    [
      'members of a text',
      { type: 'string', properties: { a: text }, required: ['a'] },
      { type: 'string' },
      ['properties', 'required'],
    ],
    [
      'members beside a choice without a type',
      { properties: { a: text }, anyOf: [{ required: ['a'] }] },
      { type: 'object', properties: { a: text } },
      ['required', 'anyOf'],
    ],
  ])('%s is put right, here and at every depth', (_what, schema, right, dropped) => {
    expect(repaired(schema)).toEqual([right, dropped])
    expect(repaired(deep(schema))).toEqual([deep(right), dropped])
  })

  test('what is right stays as it is', () => {
    const right = {
      type: 'object',
      properties: {
        a: { type: 'array', items: text },
        b: { anyOf: [text, { type: 'null' }] },
        c: { type: 'string', enum: ['x'] },
      },
      required: ['a', 'b'],
    }
    expect(repaired(right)).toEqual([right, []])
  })
})

test('a list without items may hold anything for OpenAI, at every depth', () => {
  const schema = {
    type: 'object',
    properties: {
      a: { type: 'array' },
      b: { anyOf: [{ type: ['array', 'null'] }, text] },
      c: { type: 'array', items: { type: 'array' } },
    },
  }
  expect(toolParameters(schema)['properties']).toEqual({
    a: { type: 'array', items: {} },
    b: { anyOf: [{ type: ['array', 'null'], items: {} }, text] },
    c: { type: 'array', items: { type: 'array', items: {} } },
  })
  expect(withItems({ type: 'array', prefixItems: [text] })).toEqual({ type: 'array', prefixItems: [text] })
})

const names = fc.constantFrom('a', 'b', 'c')
const schemas = fc.letrec<{ schema: JsonObject }>((tie) => ({
  schema: fc.record(
    {
      type: fc.constantFrom('object', 'array', 'string', 'integer'),
      properties: fc.dictionary(names, tie('schema'), { maxKeys: 2 }),
      required: fc.array(names, { maxLength: 2 }),
      items: tie('schema'),
      anyOf: fc.array(tie('schema'), { maxLength: 2 }),
      enum: fc.array(fc.constantFrom('', 'x'), { maxLength: 2 }),
    },
    { requiredKeys: [] },
  ),
})).schema

/** Every schema within this one, itself included. */
function all(schema: JsonObject): readonly JsonObject[] {
  const { properties, items, anyOf } = schema
  const inner = [
    ...(isJsonObject(properties) ? Object.values(properties) : []),
    items,
    ...(Array.isArray(anyOf) ? anyOf : []),
  ]
  return [schema, ...inner.filter(isJsonObject).flatMap(all)]
}

/** The rules that a schema breaks. */
function broken({ type, properties, required, items, anyOf, enum: values }: JsonObject): readonly string[] {
  const known = Object.keys(Object(properties))
  const unknown = Array.isArray(required) ? required.filter((name: unknown) => !known.includes(String(name))) : []
  const rules: Readonly<Record<string, boolean>> = {
    'an array has items': type !== 'array' || items !== undefined,
    'an enum has no empty text': !Array.isArray(values) || !values.includes(''),
    'only an object has members': (properties === undefined && required === undefined) || type === 'object',
    'required members are there': unknown.length === 0,
    'a choice without a type has no members': anyOf === undefined || type !== undefined || properties === undefined,
  }
  return Object.keys(rules).filter((rule) => rules[rule] === false)
}

test('no schema breaks a rule of Google’s after it was put right', () => {
  const check = fc.property(schemas, (schema) => {
    expect(all(simplifySchema(schema).schema).flatMap(broken)).toEqual([])
  })
  expect(() => fc.assert(check, { numRuns: 300 })).not.toThrow()
})
