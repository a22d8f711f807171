const marker = Symbol.for('ccproxy.scaffold-problem')

/** What is wrong with what was asked for, and what to do about it. Nothing was written. */
export class ScaffoldProblem extends Error {
  override readonly name = 'ScaffoldProblem'
  readonly hint: string

  constructor(message: string, hint: string) {
    super(message)
    this.hint = hint
    Object.defineProperty(this, marker, { value: true })
  }
}

/** By marker, not by class: there may be two copies of this package. */
export function isScaffoldProblem(value: unknown): value is ScaffoldProblem {
  return typeof value === 'object' && value !== null && Reflect.get(value, marker) === true
}
