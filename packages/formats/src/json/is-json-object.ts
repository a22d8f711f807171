import type { JsonObject } from '../model/json.js'

/** A number that JavaScript cannot hold is no object, though it is kept in one. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !JSON.isRawJSON(value)
}
