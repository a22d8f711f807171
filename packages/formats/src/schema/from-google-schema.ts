import { isJsonObject } from '../json/is-json-object.js'
import { parseJson } from '../json/parse-json.js'
import type { JsonObject } from '../model/json.js'
import { maxSchemaDepth } from './inline-references.js'
import { mapSchemas } from './schema-members.js'
import { longKeywords } from './to-google-schema.js'

/** Google's `Schema`, in either spelling of its names, as JSON Schema. What it does not know stays as it is. */
export function fromGoogleSchema(schema: JsonObject): JsonObject {
  return convert(schema, 0)
}

function convert({ nullable, ...rest }: JsonObject, depth: number): JsonObject {
  if (depth > maxSchemaDepth) return {}
  const members = Object.entries(rest).filter(([, value]) => value !== null)
  const result = Object.fromEntries(
    members.map(([spelling, value]) => {
      const name = spelling.replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase())
      return [name, convertMember(name, value, depth + 1)]
    }),
  )
  return nullable === true ? withNull(result) : result
}

function convertMember(name: string, value: unknown, depth: number): unknown {
  if (name === 'type' && typeof value === 'string') return value.toLowerCase()
  if (longKeywords.has(name) && typeof value === 'string' && /^\d+$/.test(value)) return parseJson(value) ?? value
  if (name === 'properties' && isJsonObject(value)) return mapSchemas(value, (schema) => convert(schema, depth))
  if (name === 'items' && isJsonObject(value)) return convert(value, depth)
  if (name === 'anyOf' && Array.isArray(value)) {
    return value.map((item: unknown) => (isJsonObject(item) ? convert(item, depth) : item))
  }
  return value
}

function withNull(schema: JsonObject): JsonObject {
  const { type, anyOf, enum: values } = schema
  if (typeof type !== 'string') {
    return Array.isArray(anyOf) ? { ...schema, anyOf: [...anyOf, { type: 'null' }] } : schema
  }
  return { ...schema, type: [type, 'null'], ...(Array.isArray(values) && { enum: [...values, null] }) }
}
