import { FormatError } from '../format-error.js'
import type { JsonObject } from '../model/json.js'
import { isJsonObject } from './is-json-object.js'
import { numberOf } from './raw-number.js'

/** One item of an array, and where it stood. */
export interface ArrayItem {
  readonly value: unknown
  /** `messages.2` */
  readonly path: string
}

/**
 * Reads members of a JSON object by kind. `null` counts as absent. It remembers what was asked for, so that the rest can
 * be kept by name. Every method throws a FormatError that names the field when the value is of another kind.
 */
export class ObjectReader {
  readonly object: JsonObject
  /** Empty for the whole body. */
  readonly path: string
  readonly #status: 400 | 502
  #read: Set<string> | undefined

  /** @param status 400 for what a client sent, 502 for what a provider answered */
  constructor(object: JsonObject, status: 400 | 502, path = '') {
    this.object = object
    this.#status = status
    this.path = path
  }

  /** @throws FormatError when the item is no object */
  static of(item: ArrayItem, status: 400 | 502): ObjectReader {
    if (!isJsonObject(item.value)) throw new FormatError(status, `${item.path} must be an object`, item.path)
    return new ObjectReader(item.value, status, item.path)
  }

  /** `messages.2.content`, for errors. */
  pathOf(name: string): string {
    return this.path === '' ? name : `${this.path}.${name}`
  }

  /** Marks the member as read. */
  any(name: string): unknown {
    // What a provider says beside what is known is nobody's to be told of, and its events are many.
    if (this.#status === 400) (this.#read ??= new Set()).add(name)
    return this.object[name] ?? undefined
  }

  string(name: string): string {
    return this.optionalString(name) ?? this.fail(name, 'is required')
  }

  optionalString(name: string): string | undefined {
    const value = this.any(name)
    return value === undefined || typeof value === 'string' ? value : this.fail(name, 'must be a string')
  }

  /** A finite number. */
  optionalNumber(name: string): number | undefined {
    const value = this.any(name)
    if (value === undefined) return undefined
    const number = numberOf(value)
    return number !== undefined && Number.isFinite(number) ? number : this.fail(name, 'must be a number')
  }

  /** A whole number, 0 or more. */
  optionalCount(name: string): number | undefined {
    const value = this.optionalNumber(name)
    if (value === undefined || (Number.isSafeInteger(value) && value >= 0)) return value
    return this.fail(name, 'must be a whole number, 0 or more')
  }

  optionalBoolean(name: string): boolean | undefined {
    const value = this.any(name)
    return value === undefined || typeof value === 'boolean' ? value : this.fail(name, 'must be true or false')
  }

  child(name: string): ObjectReader {
    return this.optionalChild(name) ?? this.fail(name, 'is required')
  }

  optionalChild(name: string): ObjectReader | undefined {
    const value = this.any(name)
    if (value === undefined) return undefined
    if (!isJsonObject(value)) return this.fail(name, 'must be an object')
    return new ObjectReader(value, this.#status, this.pathOf(name))
  }

  items(name: string): readonly ArrayItem[] {
    return this.optionalItems(name) ?? this.fail(name, 'is required')
  }

  optionalItems(name: string): readonly ArrayItem[] | undefined {
    const value = this.any(name)
    if (value === undefined) return undefined
    if (!Array.isArray(value)) return this.fail(name, 'must be an array')
    return value.map((item: unknown, index) => ({ value: item, path: `${this.pathOf(name)}.${index}` }))
  }

  /** Readers of the objects in an array. */
  children(name: string): readonly ObjectReader[] {
    return this.items(name).map((item) => ObjectReader.of(item, this.#status))
  }

  /** Empty when absent. */
  optionalChildren(name: string): readonly ObjectReader[] {
    return (this.optionalItems(name) ?? []).map((item) => ObjectReader.of(item, this.#status))
  }

  optionalStrings(name: string): readonly string[] | undefined {
    return this.optionalItems(name)?.map(({ value }) =>
      typeof value === 'string' ? value : this.fail(name, 'must be an array of strings'),
    )
  }

  /** @returns the value when it is one of `choices`; absent stays absent */
  optionalOneOf<const T extends string>(name: string, choices: readonly T[]): T | undefined {
    const value = this.optionalString(name)
    if (value === undefined) return undefined
    return choices.find((choice) => choice === value) ?? this.fail(name, `must be one of ${choices.join(', ')}`)
  }

  /** Members of a request that nobody asked for and that are not `null`, by their path. Empty for what a provider answered. */
  unread(): ReadonlyMap<string, unknown> {
    if (this.#status !== 400) return new Map()
    const rest = Object.entries(this.object).filter(
      ([name, value]) => this.#read?.has(name) !== true && value !== null && value !== undefined,
    )
    return new Map(rest.map(([name, value]) => [this.pathOf(name), value]))
  }

  /** @throws FormatError always: `messages.0.role must be …` */
  fail(name: string, problem: string): never {
    const path = this.pathOf(name)
    throw new FormatError(this.#status, `${path} ${problem}`, path)
  }
}
