/** What a rule found wrong. */
export interface Finding {
  /** Name of the rule, as in the file that holds it. */
  readonly rule: string
  /** Where, relative to the root of the repository. */
  readonly path: string
  /** What is wrong and what it should be. */
  readonly message: string
}
