import * as fc from 'fast-check'
import { isJsonObject } from '../../json/is-json-object.js'
import type { JsonObject } from '../../model/json.js'

/** Where something of a body is replaced, and by what. */
export interface Damage {
  /** At each level the member to go into, counted around. */
  readonly steps: readonly number[]
  readonly value: unknown
}

export const damages: fc.Arbitrary<Damage> = fc.record({
  steps: fc.array(fc.nat({ max: 50 }), { minLength: 1, maxLength: 8 }),
  value: fc.oneof(
    fc.constantFrom<unknown>(
      null,
      true,
      0,
      -1,
      1e300,
      '',
      'x',
      [],
      {},
      [null],
      [{}],
      { type: 'x' },
      [{ role: 'x' }],
      [[]],
    ),
    fc.jsonValue({ maxDepth: 2 }),
  ),
})

/** A body with one thing in it that does not belong there. */
export function damaged(body: JsonObject, { steps, value }: Damage): JsonObject {
  const changed = replace(body, steps, value)
  return isJsonObject(changed) ? changed : {}
}

function replace(node: unknown, [step, ...rest]: readonly number[], value: unknown): unknown {
  if (step === undefined || typeof node !== 'object' || node === null) return value
  const names = Object.keys(node)
  const name = names[step % names.length]
  if (name === undefined) return value
  if (Array.isArray(node)) {
    return node.map((item: unknown, index) => (String(index) === name ? replace(item, rest, value) : item))
  }
  return Object.fromEntries(
    Object.entries(node).map(([key, member]) => [key, key === name ? replace(member, rest, value) : member]),
  )
}
