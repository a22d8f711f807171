import type { JsonObject } from '../model/json.js'
import { isJsonObject } from './is-json-object.js'
import { parseJson } from './parse-json.js'

/** Absent (`undefined`) when the text is no JSON, or no object. */
export function parseJsonObject(text: string): JsonObject | undefined {
  const value = parseJson(text)
  return isJsonObject(value) ? value : undefined
}
