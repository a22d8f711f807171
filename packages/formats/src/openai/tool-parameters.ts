import { isJsonObject } from '../json/is-json-object.js'
import type { JsonObject } from '../model/json.js'
import { withItems } from '../schema/repair-schema.js'

const refusedAtTop: ReadonlySet<string> = new Set(['anyOf', 'oneOf', 'allOf', 'enum', 'not'])

/**
 * A schema of arguments as OpenAI takes it: an object at the top, with `properties`, and nothing that chooses among
 * schemas there. What the choices name is kept as optional members, and a list without `items` may hold anything.
 */
export function toolParameters(schema: JsonObject | undefined): JsonObject {
  const entries = Object.entries(schema ?? {}).filter(([name]) => name !== '$schema' && !refusedAtTop.has(name))
  const rest = Object.fromEntries(entries)
  const own = isJsonObject(rest['properties']) ? rest['properties'] : {}
  return withItems({ ...rest, type: 'object', properties: { ...choiceProperties(schema), ...own } })
}

function choiceProperties(schema: JsonObject | undefined): JsonObject {
  const lists = ['anyOf', 'oneOf', 'allOf'].map((name) => schema?.[name])
  const choices = lists.flatMap((list): readonly unknown[] => (Array.isArray(list) ? list : []))
  const properties = choices.map((choice) => (isJsonObject(choice) ? choice['properties'] : undefined))
  return Object.assign({}, ...properties.filter((value) => isJsonObject(value)))
}
