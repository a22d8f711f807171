import { isJsonObject } from '../json/is-json-object.js'
import type { JsonObject } from '../model/json.js'

/** The objects in a list of schemas; empty when it is no list. */
export function schemaList(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : []
}

/** Every schema in a map by name (`properties`), changed. */
export function mapSchemas(value: JsonObject, change: (schema: JsonObject) => JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(value).map(([name, schema]) => [name, isJsonObject(schema) ? change(schema) : schema]),
  )
}

/** The types that a schema names: none, one or several. */
export function schemaTypes({ type }: JsonObject): readonly string[] {
  if (typeof type === 'string') return [type]
  return Array.isArray(type) ? type.filter((name) => typeof name === 'string') : []
}
