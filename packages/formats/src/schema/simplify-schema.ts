// JSON Schema → the part of it that Google's models are made to follow.
import { isJsonObject } from '../json/is-json-object.js'
import type { JsonObject } from '../model/json.js'
import { inlineReferences } from './inline-references.js'
import { mergeAllOf } from './merge-all-of.js'
import { repairForGoogle } from './repair-schema.js'
import { mapSchemas } from './schema-members.js'

export interface SimplifiedSchema {
  readonly schema: JsonObject
  /** Keywords that limited something and are gone, each once. */
  readonly dropped: readonly string[]
}

/** Kept as they are. Google documents them for `parametersJsonSchema`, or for its own Schema. */
const kept: ReadonlySet<string> = new Set([
  'type',
  'title',
  'description',
  'format',
  'default',
  'example',
  'enum',
  'required',
  'propertyOrdering',
  'minimum',
  'maximum',
  'pattern',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
])
/** They limit nothing. */
const silent: ReadonlySet<string> = new Set([
  '$schema',
  '$id',
  '$anchor',
  '$comment',
  '$defs',
  'definitions',
  'examples',
  'deprecated',
  'readOnly',
  'writeOnly',
  'contentEncoding',
  'contentMediaType',
])

/** What another dialect's tools may say, in what Google's may. The meaning is the same but for what is in `dropped`. */
export function simplifySchema(root: JsonObject): SimplifiedSchema {
  const { schema, isCut } = inlineReferences(root)
  const dropped = new Set<string>(isCut ? ['$ref'] : [])
  return { schema: repairForGoogle(simplify(schema, dropped), dropped), dropped: [...dropped] }
}

function simplify(schema: JsonObject, dropped: Set<string>): JsonObject {
  const result: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(mergeAllOf(schema))) {
    const change = changes.get(name)
    if (kept.has(name)) result[name] = value
    else if (change !== undefined) Object.assign(result, change(value, dropped))
    else if (!silent.has(name)) dropped.add(name)
  }
  return result
}

type Change = (value: unknown, dropped: Set<string>) => JsonObject

const changes: ReadonlyMap<string, Change> = new Map<string, Change>(
  Object.entries({
    const: (value) => ({ enum: [value] }),
    properties: (value, dropped) =>
      isJsonObject(value) ? { properties: mapSchemas(value, (schema) => simplify(schema, dropped)) } : {},
    items: (value, dropped) =>
      Array.isArray(value) ? lists('prefixItems', value, dropped) : one('items', value, dropped),
    prefixItems: (value, dropped) => lists('prefixItems', value, dropped),
    additionalProperties: (value, dropped) => one('additionalProperties', value, dropped),
    anyOf: (value, dropped) => lists('anyOf', value, dropped),
    oneOf: (value, dropped) => lists('anyOf', value, dropped),
  } satisfies Record<string, Change>),
)

function one(name: string, value: unknown, dropped: Set<string>): JsonObject {
  return { [name]: isJsonObject(value) ? simplify(value, dropped) : value }
}

/** Schemas that are `true` or `false` say nothing that a list of examples could. */
function lists(name: string, value: unknown, dropped: Set<string>): JsonObject {
  if (!Array.isArray(value)) return {}
  return { [name]: value.filter(isJsonObject).map((schema) => simplify(schema, dropped)) }
}
