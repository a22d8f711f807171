import { isJsonObject } from '../json/is-json-object.js'
import { numberOf } from '../json/raw-number.js'
import type { JsonObject } from '../model/json.js'

/** Limits that Claude's structured outputs refuse; said in words they still reach the model. */
const unsupported: ReadonlySet<string> = new Set([
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'maxItems',
  'uniqueItems',
  'minProperties',
  'maxProperties',
])
const schemaMaps: ReadonlySet<string> = new Set(['properties', '$defs', 'definitions', 'patternProperties'])
const schemaLists: ReadonlySet<string> = new Set(['anyOf', 'allOf', 'prefixItems'])

/** A schema as structured outputs and strict tools take it: every object is closed, and limits are description. */
export function supportedSchema(schema: JsonObject): JsonObject {
  const result: Record<string, unknown> = {}
  const limits: string[] = []
  for (const [name, value] of Object.entries(schema)) {
    if (isLimit(name, value)) limits.push(`${name}: ${JSON.stringify(value)}`)
    else if (name === 'oneOf') result['anyOf'] = schemasIn(value)
    else if (name !== '$schema') result[name] = member(name, value)
  }
  if (schema['type'] === 'object' || schema['properties'] !== undefined) result['additionalProperties'] = false
  if (limits.length > 0) result['description'] = withLimits(schema['description'], limits)
  return result
}

function isLimit(name: string, value: unknown): boolean {
  return unsupported.has(name) || (name === 'minItems' && (numberOf(value) ?? 0) > 1)
}

function member(name: string, value: unknown): unknown {
  if (schemaLists.has(name)) return schemasIn(value)
  if (name === 'items' && isJsonObject(value)) return supportedSchema(value)
  if (!schemaMaps.has(name) || !isJsonObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, schema]) => [key, isJsonObject(schema) ? supportedSchema(schema) : schema]),
  )
}

function schemasIn(value: unknown): unknown {
  if (!Array.isArray(value)) return value
  return value.map((schema: unknown) => (isJsonObject(schema) ? supportedSchema(schema) : schema))
}

function withLimits(description: unknown, limits: readonly string[]): string {
  const text = `(${limits.join(', ')})`
  return typeof description === 'string' ? `${description} ${text}` : text
}
