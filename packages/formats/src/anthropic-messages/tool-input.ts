import { parseJsonObject } from '../json/parse-json-object.js'
import type { ToolCallBlock } from '../model/block.js'
import type { JsonObject } from '../model/json.js'

/** Arguments as the object that `tool_use.input` has to be. What a model wrote wrongly stays readable under a name. */
export function toolInput(call: Pick<ToolCallBlock, 'arguments' | 'isFreeForm'>): JsonObject {
  const text = call.arguments
  if (call.isFreeForm === true) return { input: text }
  if (text.trim() === '') return {}
  return parseJsonObject(text) ?? { arguments: text }
}
