import type { JsonObject } from '../model/json.js'
import { isJsonObject } from './is-json-object.js'

/**
 * A body with the fields put back that had no neutral meaning, for the dialect that they came in. Those of items in
 * arrays (`messages.2.x`) stay out: translation may have moved the items.
 */
export function applyExtras(body: JsonObject, extras: ReadonlyMap<string, unknown>): JsonObject {
  let result = body
  for (const [path, value] of extras) {
    const names = path.split('.')
    if (!names.some((name) => /^\d+$/.test(name))) result = withMember(result, names, value)
  }
  return result
}

function withMember(object: JsonObject, [name, ...rest]: readonly string[], value: unknown): JsonObject {
  if (name === undefined) return object
  if (rest.length === 0) return { ...object, [name]: value }
  const present = object[name]
  return { ...object, [name]: withMember(isJsonObject(present) ? present : {}, rest, value) }
}
