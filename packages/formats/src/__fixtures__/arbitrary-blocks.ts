// Random parts of messages that every dialect can carry, and what belongs to one dialect only.
import * as fc from 'fast-check'
import { isJsonObject } from '../json/is-json-object.js'
import type { AssistantBlock, ToolCallBlock } from '../model/block.js'
import type { JsonObject } from '../model/json.js'

/** Text that says something: an empty one is left out by targets that refuse it. */
export const words: fc.Arbitrary<string> = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 })

export const jsonObjects: fc.Arbitrary<JsonObject> = fc
  .dictionary(fc.stringMatching(/^[a-z]{1,5}$/), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4, noNullPrototype: true })
  // As it comes out of a parser: -0 is 0 there.
  .map((object): unknown => JSON.parse(JSON.stringify(object)))
  .filter((value) => isJsonObject(value))

export const toolNames: fc.Arbitrary<string> = fc.stringMatching(/^[a-z][a-z_]{0,10}$/)

/** Taken by every dialect as they are. */
export const toolIds: fc.Arbitrary<string> = fc.stringMatching(/^call_[a-zA-Z0-9]{8,20}$/)

export const toolCalls: fc.Arbitrary<ToolCallBlock> = fc.record(
  {
    type: fc.constant('tool-call' as const),
    id: toolIds,
    name: toolNames,
    arguments: jsonObjects.map((value) => JSON.stringify(value)),
  },
  { noNullPrototype: true },
)

export const texts: fc.Arbitrary<Extract<AssistantBlock, { type: 'text' }>> = words.map((text) => ({
  type: 'text',
  text,
}))
