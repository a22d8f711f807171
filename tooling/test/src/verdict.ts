import type { TestCounts } from './test-report.ts'

export interface CheckResult {
  readonly name: string
  readonly succeeded: boolean
}

export interface TestRun {
  /** undefined when vitest left no report. */
  readonly counts: TestCounts | undefined
  /** True when vitest exited with 0. */
  readonly succeeded: boolean
}

export interface Verdict {
  readonly failures: readonly string[]
  /** The last line of the run: `N passed, N failed`, and what was skipped. */
  readonly line: string
}

/** Every failed check counts as one failure, and so does a test run without a failed test that is no success. */
export function verdictOf(checks: readonly CheckResult[], tests: TestRun, mustRunAll: boolean): Verdict {
  const counts = tests.counts ?? { passed: 0, failed: 0, skipped: 0 }
  const failures = [
    ...checks.filter((check) => !check.succeeded).map((check) => check.name),
    ...testFailures(tests, counts),
    ...(mustRunAll && counts.skipped > 0 ? [`tests that did not run: ${counts.skipped}, and CI=true skips none`] : []),
  ]
  const failedTests = counts.failed > 0 ? [`tests: ${counts.failed}`] : []
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''
  return {
    failures: [...failures, ...failedTests],
    line: `${counts.passed} passed, ${failures.length + counts.failed} failed${skipped}`,
  }
}

function testFailures({ counts, succeeded }: TestRun, { passed, failed }: TestCounts): string[] {
  if (counts === undefined) return ['vitest left no report']
  if (passed + failed === 0) return ['vitest ran no test']
  return !succeeded && failed === 0 ? ['vitest failed outside of its tests'] : []
}
