// Arguments that a tool's JSON Schema allows, made without a model.
import * as v from 'valibot'

const jsonObject = v.record(v.string(), v.unknown())
const schemaOf = v.looseObject({
  type: v.optional(v.union([v.string(), v.array(v.string())])),
  enum: v.optional(v.array(v.unknown())),
  properties: v.optional(jsonObject),
  required: v.optional(v.array(v.string())),
})

/** Every required property, with the first value of its enum or the plainest value of its type. */
export function exampleArguments(schema: unknown): Readonly<Record<string, unknown>> {
  const example = exampleOf(schema, 0)
  return v.is(jsonObject, example) ? example : {}
}

const deepest = 8

function exampleOf(value: unknown, depth: number): unknown {
  const parsed = v.safeParse(schemaOf, value)
  if (!parsed.success || depth > deepest) return {}
  const { type, enum: allowed, properties = {}, required = [] } = parsed.output
  if (allowed !== undefined && allowed.length > 0) return allowed[0]
  const first = (Array.isArray(type) ? type[0] : type) ?? 'object'
  // Gemini writes the types of its schemas in capitals.
  switch (first.toLowerCase()) {
    case 'string':
      return 'sandbox'
    case 'number':
    case 'integer':
      return 1
    case 'boolean':
      return true
    case 'array':
      return []
    case 'null':
      return null
    default:
      return Object.fromEntries(required.map((name) => [name, exampleOf(properties[name], depth + 1)]))
  }
}
