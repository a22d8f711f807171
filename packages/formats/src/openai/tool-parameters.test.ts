import { expect, test } from 'vitest'
import { toolParameters } from './tool-parameters.js'

test.each([
  [undefined, { type: 'object', properties: {} }],
  [{ type: 'object' }, { type: 'object', properties: {} }],
  [
    { $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object', properties: { a: {} }, required: ['a'] },
    { type: 'object', properties: { a: {} }, required: ['a'] },
  ],
  [
    {
      type: 'object',
      properties: { a: { type: 'string' } },
      oneOf: [{ properties: { b: {} } }, { properties: { a: {}, c: {} } }],
    },
    { type: 'object', properties: { a: { type: 'string' }, b: {}, c: {} } },
  ],
])('%j is an object with properties and no choice at the top', (schema, expected) => {
  expect(toolParameters(schema)).toEqual(expected)
})
