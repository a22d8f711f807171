export interface SchemaKey {
  /** From the top of the schema down, as the schema spells it. */
  readonly path: readonly string[]
  /** `string`, `eu | us`, `list of string`. */
  readonly type: string
}

const maxDepth = 6

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function typeOf(schema: Readonly<Record<string, unknown>>): string {
  const { enum: choices, type, items } = schema
  if (Array.isArray(choices)) return choices.map(String).join(' | ')
  if (type === 'array') return `list of ${isRecord(items) ? typeOf(items) : 'anything'}`
  return typeof type === 'string' ? type : 'anything'
}

function keysOf(schema: unknown, path: readonly string[]): readonly SchemaKey[] {
  if (!isRecord(schema)) return []
  const { properties } = schema
  if (!isRecord(properties) || path.length >= maxDepth) return [{ path, type: typeOf(schema) }]
  return Object.entries(properties).flatMap(([name, property]) => keysOf(property, [...path, name]))
}

/** Every key that a JSON Schema names, nested ones by their path. */
export function schemaKeys(schema: unknown): readonly SchemaKey[] {
  return keysOf(schema, [])
}

/** The JSON Schema of a Standard Schema that can print itself. */
export function jsonSchemaOf(schema: unknown): unknown {
  const standard = isRecord(schema) || typeof schema === 'function' ? Reflect.get(schema, '~standard') : undefined
  const printer = isRecord(standard) ? standard['jsonSchema'] : undefined
  const input = isRecord(printer) ? printer['input'] : undefined
  if (typeof input !== 'function') return undefined
  try {
    const printed: unknown = input({ target: 'draft-2020-12' })
    return printed
  } catch {
    return undefined
  }
}
