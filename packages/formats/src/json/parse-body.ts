import type { JsonObject } from '../model/json.js'
import { isJsonObject } from './is-json-object.js'
import { parseJson } from './parse-json.js'

/** Members of a body, and of the objects in it (`generationConfig.temperature`): what users wrote is deeper in every API. */
const ownDepth = 2

/** The body of a request or a response. Absent (`undefined`) when the text is no JSON, or no object. */
export function parseBody(text: string): JsonObject | undefined {
  const value = parseJson(text, ownDepth)
  return isJsonObject(value) ? value : undefined
}
