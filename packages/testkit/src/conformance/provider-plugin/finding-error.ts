import type { Finding } from './rule.js'

/** Something that a check needs is not there; the finding says what, instead of what the check was to find. */
export class FindingError extends Error {
  override readonly name: string = 'FindingError'
  readonly finding: Finding

  constructor(finding: Finding, options: ErrorOptions = {}) {
    super(finding.problem, options)
    this.finding = finding
  }
}

/** A flow that cannot be signed in with: its own rule says so, the others are not asked. */
export class FlowNotReadyError extends FindingError {
  override readonly name: string = 'FlowNotReadyError'
}
