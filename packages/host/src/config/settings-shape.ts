// What a settings schema says of its keys, read from its JSON Schema: which are named, which are free, what they hold.
import type { StandardJSONSchemaV1 } from '@standard-schema/spec'
import { toSnakeCase } from './setting-keys.js'
import { isRecord } from './settings-tree.js'

interface NamedSetting {
  /** The key in code. */
  readonly property: string
  readonly shape: SettingsShape
  /** undefined: none. */
  readonly fallback: unknown
}

export interface TableShape {
  readonly kind: 'table'
  /** By key as files write it. */
  readonly named: ReadonlyMap<string, NamedSetting>
  /** What other keys hold; undefined: there are no others. */
  readonly others: SettingsShape | undefined
}

export type SettingsShape =
  | TableShape
  /** `orText`: one item may stand without a list around it. */
  | { readonly kind: 'list'; readonly items: SettingsShape; readonly orText?: boolean }
  | { readonly kind: 'number' }
  | { readonly kind: 'boolean' }
  /** Text, or nothing that is known. */
  | { readonly kind: 'any' }

export const unknownShape: SettingsShape = { kind: 'any' }

function tableShape(schema: Readonly<Record<string, unknown>>): TableShape {
  const properties = isRecord(schema['properties']) ? schema['properties'] : {}
  const additional = schema['additionalProperties']
  return {
    kind: 'table',
    named: new Map(
      Object.entries(properties).map(([property, nested]) => [
        toSnakeCase(property),
        { property, shape: readShape(nested), fallback: isRecord(nested) ? nested['default'] : undefined },
      ]),
    ),
    others: additional === false ? undefined : readShape(additional),
  }
}

function isOfType(schema: unknown, type: string): boolean {
  return isRecord(schema) && schema['type'] === type
}

/** Reads a JSON Schema; what it does not understand holds anything. */
export function readShape(schema: unknown): SettingsShape {
  if (!isRecord(schema)) return unknownShape
  const branches: unknown = schema['anyOf'] ?? schema['oneOf']
  if (Array.isArray(branches)) {
    const meant = branches.filter((branch) => !isRecord(branch) || branch['type'] !== 'null')
    const lists = meant.filter((branch) => isOfType(branch, 'array'))
    const items = isRecord(lists[0]) ? lists[0]['items'] : undefined
    if (lists.length === 1 && meant.length === 2 && meant.some((branch) => isOfType(branch, 'string')))
      return { kind: 'list', items: readShape(items), orText: true }
    return meant.length === 1 ? readShape(meant[0]) : unknownShape
  }
  switch (schema['type']) {
    case 'object':
      return tableShape(schema)
    case 'array':
      return { kind: 'list', items: readShape(schema['items']) }
    case 'number':
    case 'integer':
      return { kind: 'number' }
    case 'boolean':
      return { kind: 'boolean' }
    default:
      return unknownShape
  }
}

function printsItself(schema: unknown): schema is StandardJSONSchemaV1 {
  if (typeof schema !== 'object' || schema === null || !('~standard' in schema)) return false
  const standard = schema['~standard']
  return typeof standard === 'object' && standard !== null && 'jsonSchema' in standard
}

/** The shape of any Standard Schema; one that cannot print itself as JSON Schema holds anything. */
export function shapeOfSchema(schema: unknown): SettingsShape {
  if (!printsItself(schema)) return unknownShape
  try {
    return readShape(schema['~standard'].jsonSchema.input({ target: 'draft-2020-12' }))
  } catch {
    // A schema may hold parts that JSON Schema cannot say; it still validates.
    return unknownShape
  }
}
