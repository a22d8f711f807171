import { isJsonObject } from '../json/is-json-object.js'
import { numberOf } from '../json/raw-number.js'
import type { JsonObject } from '../model/json.js'
import { mapSchemas, schemaTypes } from './schema-members.js'

/** Numbers of 64 bits, which Google writes as text. */
export const longKeywords: ReadonlySet<string> = new Set([
  'minItems',
  'maxItems',
  'minLength',
  'maxLength',
  'minProperties',
  'maxProperties',
])
const same: ReadonlySet<string> = new Set([
  'title',
  'description',
  'default',
  'example',
  'required',
  'propertyOrdering',
  'pattern',
  'minimum',
  'maximum',
])
const formats: ReadonlyMap<string, readonly string[]> = new Map([
  ['string', ['date-time', 'enum']],
  ['number', ['float', 'double']],
  ['integer', ['int32', 'int64']],
])

/** A schema has something that Google's Schema cannot say. */
class Inexpressible extends Error {}

/**
 * A schema of JSON Schema as Google's `Schema`: types in capitals, `nullable` for a union with null.
 * @returns absent when it cannot say all of it; it can be sent as `parametersJsonSchema` then
 */
export function toGoogleSchema(schema: JsonObject): JsonObject | undefined {
  try {
    return convert(schema)
  } catch (error) {
    if (error instanceof Inexpressible) return undefined
    throw error
  }
}

function convert(schema: JsonObject): JsonObject {
  const types = schemaTypes(schema)
  const [type, ...others] = types.filter((name) => name !== 'null')
  if (others.length > 0 || (type === undefined && !('anyOf' in schema))) throw new Inexpressible()
  // An object without members is refused there.
  if (type === 'object' && !hasMembers(schema)) throw new Inexpressible()
  const result: Record<string, unknown> = type === undefined ? {} : { type: type.toUpperCase() }
  for (const [name, value] of Object.entries(schema)) {
    if (name === 'type') continue
    if (same.has(name)) result[name] = value
    else Object.assign(result, member(name, value, type))
  }
  return types.includes('null') ? { ...result, nullable: true } : result
}

function hasMembers({ properties }: JsonObject): boolean {
  return isJsonObject(properties) && Object.keys(properties).length > 0
}

function member(name: string, value: unknown, type: string | undefined): JsonObject {
  const number = longKeywords.has(name) ? numberOf(value) : undefined
  if (number !== undefined) return { [name]: Number.isSafeInteger(number) ? String(number) : JSON.stringify(value) }
  if (name === 'format' && typeof value === 'string' && formats.get(type ?? '')?.includes(value))
    return { format: value }
  if (name === 'properties' && isJsonObject(value)) return { properties: mapSchemas(value, convert) }
  if (name === 'items' && isJsonObject(value)) return { items: convert(value) }
  if (name === 'enum' && type === 'string' && Array.isArray(value)) return texts(value)
  if (name === 'anyOf' && Array.isArray(value)) return choices(value)
  throw new Inexpressible()
}

/** `null` among the values is what `nullable` says. */
function texts(values: readonly unknown[]): JsonObject {
  const rest = values.filter((value) => value !== null)
  if (rest.length === 0 || !rest.every((value) => typeof value === 'string')) throw new Inexpressible()
  return { enum: rest }
}

function choices(values: readonly unknown[]): JsonObject {
  const schemas = values.filter(isJsonObject)
  const rest = schemas.filter((schema) => schema['type'] !== 'null')
  if (rest.length === 0 || schemas.length < values.length) throw new Inexpressible()
  return { anyOf: rest.map(convert), ...(rest.length < schemas.length && { nullable: true }) }
}
