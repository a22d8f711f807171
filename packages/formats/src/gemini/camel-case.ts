import { isJsonObject } from '../json/is-json-object.js'
import type { JsonObject } from '../model/json.js'

/** What stands in them is the client's own, not Google's: names stay. Schemas have a converter of their own. */
const opaque: ReadonlySet<string> = new Set([
  'args',
  'response',
  'labels',
  'partMetadata',
  'parameters',
  'responseSchema',
  'parametersJsonSchema',
  'responseJsonSchema',
])
/** Google's own messages are not deeper. */
const maxDepth = 16

/** A body with Google's field names in camel case: its API takes `system_instruction` as well as `systemInstruction`. */
export function camelCase(body: JsonObject, depth = 0): JsonObject {
  const named = Object.entries(body).map(([spelling, value]) => ({ spelling, name: camelName(spelling), value }))
  const entries = named
    // Both spellings at once: the documented one counts.
    .filter(({ spelling, name }) => spelling === name || !Object.hasOwn(body, name))
    .map(({ name, value }): [string, unknown] => [name, opaque.has(name) ? value : camelValue(value, depth + 1)])
  return Object.fromEntries(entries)
}

function camelValue(value: unknown, depth: number): unknown {
  if (depth > maxDepth) return value
  if (Array.isArray(value)) return value.map((item: unknown) => camelValue(item, depth + 1))
  return isJsonObject(value) ? camelCase(value, depth) : value
}

const camelName = (name: string): string =>
  /^[a-z][a-z0-9]*(_[a-z0-9]+)+$/.test(name)
    ? name.replace(/_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase())
    : name
