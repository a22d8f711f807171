// What conversations of every dialect are made of.
import * as fc from 'fast-check'
import type { DocumentBlock, ImageBlock, TextBlock, ToolCallBlock } from '../../model/block.js'
import type { Conversation, Tool } from '../../model/conversation.js'
import type { JsonObject } from '../../model/json.js'

/** Never empty; with characters of several bytes, line ends and spaces. */
export const words: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
  fc.constantFrom('hé', '日本', '👍🏽', 'a\r\nb', '\n', ' ', '"\\', 'data: x\n\n', '{"a":1}'),
)
export const texts: fc.Arbitrary<readonly string[]> = fc.array(words, { minLength: 1, maxLength: 2 })
export const name: fc.Arbitrary<string> = fc.stringMatching(/^[a-z][a-z0-9_]{0,11}$/)
export const base64: fc.Arbitrary<string> = fc
  .uint8Array({ minLength: 1, maxLength: 9 })
  .map((bytes) => Buffer.from(bytes).toString('base64'))

/** As a model writes them: one line of JSON. */
const json: fc.Arbitrary<string> = fc.dictionary(words, fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 }).map((value) =>
  // Written and read once, so that names of numbers are in the order in which JSON.parse has them.
  JSON.stringify(JSON.parse(JSON.stringify(value))),
)

export const text: fc.Arbitrary<TextBlock> = fc.record({ type: fc.constant('text'), text: words })
export const inlineImage: fc.Arbitrary<ImageBlock> = base64.map((data) => ({
  type: 'image',
  media: { kind: 'base64', mediaType: 'image/png', data },
}))
export const linkedImage: fc.Arbitrary<ImageBlock> = name.map((path) => ({
  type: 'image',
  media: { kind: 'url', url: `https://example.test/${path}.png` },
}))
export const pdf: fc.Arbitrary<DocumentBlock> = base64.map((data) => ({
  type: 'document',
  media: { kind: 'base64', mediaType: 'application/pdf', data },
}))

const schemas = fc.letrec<{ schema: JsonObject; leaf: JsonObject; list: JsonObject; object: JsonObject }>((tie) => ({
  schema: fc.oneof({ maxDepth: 3, withCrossShrink: true }, tie('leaf'), tie('list'), tie('object')),
  leaf: fc.constantFrom<JsonObject>(
    { type: 'string' },
    { type: 'string', enum: ['a', 'b'], description: 'one of them' },
    { type: ['string', 'null'] },
    { type: 'integer', minimum: 1, maximum: 9 },
    { type: 'number' },
    { type: 'boolean' },
    { anyOf: [{ type: 'string' }, { type: 'number' }, { type: 'null' }] },
  ),
  list: tie('schema').map((items) => ({ type: 'array', items, minItems: 1 })),
  object: fc
    .dictionary(name, tie('schema'), { minKeys: 1, maxKeys: 3 })
    .map((properties) => ({ type: 'object', properties, required: Object.keys(properties).slice(0, 1) })),
}))
/** Of an object, in words that each dialect has. */
export const schema: fc.Arbitrary<JsonObject> = schemas.object
/** Of OpenAI's strict mode: every object is closed and has all of its members. */
export const strictSchema: fc.Arbitrary<JsonObject> = fc
  .uniqueArray(name, { minLength: 1, maxLength: 3 })
  .map((names) => ({
    type: 'object',
    properties: Object.fromEntries(names.map((each) => [each, { type: 'string' }])),
    required: names,
    additionalProperties: false,
  }))

export const tools: fc.Arbitrary<readonly Tool[]> = fc.uniqueArray(
  fc.record({ name, description: words, parameters: schema }, { requiredKeys: ['name', 'parameters'] }),
  { maxLength: 3, selector: (tool) => tool.name },
)

/** Between 0 and 1, as people write them. */
export const fraction: fc.Arbitrary<number> = fc.integer({ min: 0, max: 20 }).map((count) => count / 20)
export const count: fc.Arbitrary<number> = fc.integer({ min: 16, max: 5000 })

/** Its id is set when its place is known. */
export const functionCall: fc.Arbitrary<ToolCallBlock> = fc
  .tuple(name, json)
  .map(([called, args]) => ({ type: 'tool-call' as const, id: '', name: called, arguments: args }))

/** A choice is nothing without tools. */
export function withChoice(
  given: fc.Arbitrary<readonly Tool[]>,
  choice: fc.Arbitrary<Partial<Conversation>>,
): fc.Arbitrary<Partial<Conversation>> {
  return fc.tuple(given, choice).map(([list, chosen]) => (list.length === 0 ? {} : { tools: list, ...chosen }))
}
