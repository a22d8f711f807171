// JSON Schema that some tools write and APIs refuse the whole request for, put right: one tool must not break every turn.
import { isJsonObject } from '../json/is-json-object.js'
import type { JsonObject } from '../model/json.js'
import { mapSchemas, schemaTypes } from './schema-members.js'

/** A list whose members may be anything. OpenAI: "array schema missing items"; Google: "items: missing field". */
export function withItems(schema: JsonObject): JsonObject {
  const inner = eachSchema(schema, withItems)
  const isList = schemaTypes(inner).includes('array')
  return isList && !isJsonObject(inner['items']) && inner['prefixItems'] === undefined ? { ...inner, items: {} } : inner
}

/**
 * What Google checks, at every depth: `required` names members that are there, an enum has no empty text, `properties` and
 * `required` stand with objects only and not beside a choice. Seen in reports of the refusals, such as
 * https://github.com/google-gemini/gemini-cli/issues and https://github.com/googleapis/python-genai/issues, 2026-12.
 * @param dropped gets the keywords that were left out
 */
export function repairForGoogle(schema: JsonObject, dropped: Set<string>): JsonObject {
  return repair(withItems(schema), dropped)
}

function repair(original: JsonObject, dropped: Set<string>): JsonObject {
  const schema: Record<string, unknown> = { ...eachSchema(original, (inner) => repair(inner, dropped)) }
  const remove = (name: string): void => {
    if (!(name in schema)) return
    Reflect.deleteProperty(schema, name)
    dropped.add(name)
  }
  const types = schemaTypes(schema)
  const hasMembers = isJsonObject(schema['properties'])
  if (types.length === 0 && hasMembers) {
    // `anyOf` beside members mostly says which of them go together.
    remove('anyOf')
    schema['type'] = 'object'
  } else if (types.length > 0 && !types.includes('object')) {
    remove('properties')
    remove('required')
  }
  if (schema['required'] !== undefined) requireKnown(schema, dropped)
  if (Array.isArray(schema['enum'])) withoutEmptyTexts(schema, schema['enum'], remove, dropped)
  return schema
}

function requireKnown(schema: Record<string, unknown>, dropped: Set<string>): void {
  const { properties, required } = schema
  const names = Array.isArray(required) ? required : []
  const known = names.filter(
    (name) => typeof name === 'string' && isJsonObject(properties) && Object.hasOwn(properties, name),
  )
  if (known.length === names.length && known.length > 0) return
  // An empty list requires nothing.
  if (names.length > 0) dropped.add('required')
  if (known.length === 0) Reflect.deleteProperty(schema, 'required')
  else schema['required'] = known
}

function withoutEmptyTexts(
  schema: Record<string, unknown>,
  values: readonly unknown[],
  remove: (name: string) => void,
  dropped: Set<string>,
): void {
  const rest = values.filter((value) => value !== '')
  if (rest.length === values.length) return
  if (rest.length === 0) remove('enum')
  else schema['enum'] = rest
  dropped.add('enum')
}

/** Every schema directly within this one, changed. */
function eachSchema(schema: JsonObject, change: (schema: JsonObject) => JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, changed(name, value, change)]))
}

const maps: ReadonlySet<string> = new Set(['properties', '$defs', 'definitions', 'patternProperties'])
const lists: ReadonlySet<string> = new Set(['anyOf', 'oneOf', 'allOf', 'prefixItems'])
const single: ReadonlySet<string> = new Set(['items', 'additionalProperties', 'not', 'if', 'then', 'else', 'contains'])

function changed(name: string, value: unknown, change: (schema: JsonObject) => JsonObject): unknown {
  if (maps.has(name) && isJsonObject(value)) return mapSchemas(value, change)
  if (single.has(name) && isJsonObject(value)) return change(value)
  const isList = lists.has(name) || (name === 'items' && Array.isArray(value))
  if (!isList || !Array.isArray(value)) return value
  return value.map((item: unknown) => (isJsonObject(item) ? change(item) : item))
}
