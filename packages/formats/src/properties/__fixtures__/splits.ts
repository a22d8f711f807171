import * as fc from 'fast-check'

/** How long the pieces are, over and over: single bytes cut characters and line ends in two. */
export const splits: fc.Arbitrary<readonly number[]> = fc.oneof(
  fc.constant([1]),
  fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 5 }),
)

export function pieces(text: string, lengths: readonly number[]): readonly Uint8Array[] {
  const bytes = Buffer.from(text)
  const cut: Uint8Array[] = []
  for (let start = 0; start < bytes.length; ) {
    const length = lengths[cut.length % lengths.length] ?? 1
    cut.push(bytes.subarray(start, start + length))
    start += length
  }
  return cut
}
