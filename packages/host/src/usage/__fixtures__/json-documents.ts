// Documents with members that are called usage and text that looks like them.
import * as fc from 'fast-check'

const text = fc.oneof(
  fc.constantFrom('usage', '"usage":{', '\\"usage":{"a":1}', '\\', '"', '}{][', 'ü€😀', '\n\n'),
  fc.string({ maxLength: 6 }),
)
const { document } = fc.letrec((tie) => ({
  document: fc.oneof(
    { maxDepth: 6 },
    fc.oneof(text, fc.integer(), fc.constantFrom(null, true)),
    fc.array(tie('document'), { maxLength: 3 }),
    fc.dictionary(fc.oneof(fc.constantFrom('usage', 'used', 'use', '"usage', 'usage"'), text), tie('document'), {
      maxKeys: 4,
    }),
  ),
}))

export const jsonDocument: fc.Arbitrary<unknown> = document

/** Cut anywhere, also into nothing. */
export function pieces(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).toSorted((one, other) => one - other), bytes.length]
  return places.slice(1).map((end, index) => bytes.subarray(places[index], end))
}
