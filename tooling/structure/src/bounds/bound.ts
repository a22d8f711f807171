/** A collection that is kept, and why it cannot grow without end. */
export interface Bound {
  /** From the root of the repository. */
  readonly file: string
  /** As in the source. */
  readonly name: string
  /** What one entry is. */
  readonly entry: string
  /** How many there can be, and what becomes of more. */
  readonly limit: string
  /** The test that drives it there: file from the root, and a part of the title. */
  readonly test: readonly [file: string, title: string]
}

/** What belongs together, as a section of the document. */
export interface BoundGroup {
  readonly title: string
  readonly bounds: readonly Bound[]
}
