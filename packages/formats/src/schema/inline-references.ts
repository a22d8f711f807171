import { isJsonObject } from '../json/is-json-object.js'
import type { JsonObject } from '../model/json.js'

/** How often a schema may stand within itself; what is deeper may be anything. */
const maxRecursion = 2
/** Of schemas within schemas: a person's are nowhere near it. */
export const maxSchemaDepth = 64
/** Of the result: references that name each other can double at every step. */
const maxNodes = 5000

export interface InlinedSchema {
  readonly schema: JsonObject
  /** Something was cut: a schema without end, or a reference to what is not in it. */
  readonly isCut: boolean
}

/** A schema with everything that it refers to in its place: `#/$defs/…`, `#/definitions/…`, `#`. */
export function inlineReferences(root: JsonObject): InlinedSchema {
  const inliner = new ReferenceInliner(root)
  const inlined = inliner.visit(root, [])
  const { $defs: _defs, definitions: _definitions, ...schema } = isJsonObject(inlined) ? inlined : {}
  return { schema, isCut: inliner.isCut }
}

class ReferenceInliner {
  isCut = false
  readonly #root: JsonObject
  #nodes = 0
  #depth = 0

  constructor(root: JsonObject) {
    this.#root = root
  }

  visit(value: unknown, open: readonly string[]): unknown {
    const isList = Array.isArray(value)
    if (!isList && !isJsonObject(value)) return value
    if (++this.#nodes > maxNodes || this.#depth >= maxSchemaDepth) return this.#cut()
    this.#depth++
    const visited = isList ? value.map((item: unknown) => this.visit(item, open)) : this.#visitObject(value, open)
    this.#depth--
    return visited
  }

  #visitObject(value: JsonObject, open: readonly string[]): JsonObject {
    const { $ref, ...rest } = value
    if (typeof $ref !== 'string') return this.#members(value, open)
    const target = this.#find($ref)
    if (target === undefined || open.filter((name) => name === $ref).length >= maxRecursion) return this.#cut(rest)
    const found = this.visit(target, [...open, $ref])
    return { ...(isJsonObject(found) ? found : {}), ...this.#members(rest, open) }
  }

  #members(value: JsonObject, open: readonly string[]): JsonObject {
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [name, isDefinitions(name) ? member : this.visit(member, open)]),
    )
  }

  #cut(rest: JsonObject = {}): JsonObject {
    this.isCut = true
    return typeof rest['description'] === 'string' ? { description: rest['description'] } : {}
  }

  #find(reference: string): JsonObject | undefined {
    if (reference !== '#' && !reference.startsWith('#/')) return undefined
    let found: unknown = this.#root
    for (const step of reference.split('/').slice(1)) {
      const name = decodePointer(step)
      found = isJsonObject(found) && Object.hasOwn(found, name) ? found[name] : undefined
    }
    return isJsonObject(found) ? found : undefined
  }
}

const isDefinitions = (name: string): boolean => name === '$defs' || name === 'definitions'

/** RFC 6901 in the fragment of a URI. */
function decodePointer(step: string): string {
  try {
    return decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~')
  } catch {
    return step
  }
}
