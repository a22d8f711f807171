import type { Schema } from '@google/genai'
import { Type } from '@google/genai'
import { expect, test } from 'vitest'
import { fromGoogleSchema } from './from-google-schema.js'
import { toGoogleSchema } from './to-google-schema.js'

const jsonSchema = {
  type: 'object',
  description: 'a trip',
  properties: {
    place: { type: 'string', minLength: 1, pattern: '^[A-Z]' },
    day: { type: ['string', 'null'], format: 'date-time' },
    unit: { type: ['string', 'null'], enum: ['celsius', 'kelvin', null] },
    nights: { type: 'integer', minimum: 1, maximum: 30 },
    stops: { type: 'array', minItems: 1, maxItems: 9, items: { type: 'string' } },
    price: { anyOf: [{ type: 'string' }, { type: 'number' }, { type: 'null' }] },
  },
  required: ['place'],
}

const googleSchema: Schema = {
  type: Type.OBJECT,
  description: 'a trip',
  properties: {
    place: { type: Type.STRING, minLength: '1', pattern: '^[A-Z]' },
    day: { type: Type.STRING, format: 'date-time', nullable: true },
    unit: { type: Type.STRING, enum: ['celsius', 'kelvin'], nullable: true },
    nights: { type: Type.INTEGER, minimum: 1, maximum: 30 },
    stops: { type: Type.ARRAY, minItems: '1', maxItems: '9', items: { type: Type.STRING } },
    price: { anyOf: [{ type: Type.STRING }, { type: Type.NUMBER }], nullable: true },
  },
  required: ['place'],
}

test('JSON Schema in Google’s words, and back', () => {
  expect(toGoogleSchema(jsonSchema)).toEqual(googleSchema)
  expect(fromGoogleSchema({ ...googleSchema })).toEqual(jsonSchema)
})

test.each([
  ['a map', { type: 'object', additionalProperties: { type: 'string' } }],
  ['a tuple', { type: 'array', prefixItems: [{ type: 'string' }] }],
  ['numbers to choose from', { type: 'integer', enum: [1, 2] }],
  ['only null to choose from', { type: 'string', enum: [null] }],
  ['no type', { description: 'anything' }],
  ['several types', { type: ['string', 'number'] }],
  ['a type called constructor', { type: 'constructor', format: 'x' }],
  ['another format', { type: 'string', format: 'uuid' }],
  ['a choice of anything', { anyOf: [true, { type: 'string' }] }],
  ['something deep down', { type: 'object', properties: { a: { type: 'array', items: { description: 'any' } } } }],
])('it has no words for %s', (_name, schema) => {
  expect(toGoogleSchema(schema)).toBeUndefined()
})

test('either spelling of names is understood, but names of properties are the client’s', () => {
  const schema = {
    type: 'OBJECT',
    properties: { any_of: { any_of: [{ type: 'STRING', max_length: 5, min_length: '2' }] } },
    property_ordering: ['any_of'],
  }
  expect(fromGoogleSchema(schema)).toEqual({
    type: 'object',
    properties: { any_of: { anyOf: [{ type: 'string', maxLength: 5, minLength: 2 }] } },
    propertyOrdering: ['any_of'],
  })
})

test('a schema nested without end is cut', () => {
  let schema: object = { type: 'STRING' }
  for (let depth = 0; depth < 5000; depth++) schema = { type: 'ARRAY', items: schema }
  expect(JSON.stringify(fromGoogleSchema({ ...schema })).length).toBeLessThan(4000)
})
