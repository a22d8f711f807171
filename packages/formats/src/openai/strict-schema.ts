import { isJsonObject } from '../json/is-json-object.js'
import type { JsonObject } from '../model/json.js'

/**
 * Whether OpenAI takes the schema as a strict one: every object closed, every member of it required. Others' strict modes
 * ask for less, and the API refuses the whole request for one open object.
 */
export function isStrictSchema(schema: JsonObject): boolean {
  const { type, properties, required, additionalProperties } = schema
  const isObject = type === 'object' || properties !== undefined
  if (isObject) {
    const names = Object.keys(isJsonObject(properties) ? properties : {})
    const isClosed = additionalProperties === false
    const isComplete = names.every((name) => Array.isArray(required) && required.includes(name))
    if (!isClosed || !isComplete) return false
  }
  return innerSchemas(schema).every(isStrictSchema)
}

function innerSchemas(schema: JsonObject): readonly JsonObject[] {
  const maps = [schema['properties'], schema['$defs'], schema['definitions']]
  const lists = [schema['anyOf'], schema['oneOf'], schema['allOf']]
  const inner: readonly unknown[] = [
    ...maps.flatMap((map): readonly unknown[] => (isJsonObject(map) ? Object.values(map) : [])),
    ...lists.flatMap((list): readonly unknown[] => (Array.isArray(list) ? list : [])),
    schema['items'],
  ]
  return inner.filter((value) => isJsonObject(value))
}
