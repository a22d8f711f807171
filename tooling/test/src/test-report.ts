// What vitest's JSON reporter wrote, reduced to what counts.
import * as v from 'valibot'

const reportSchema = v.object({
  testResults: v.array(
    v.object({
      name: v.string(),
      status: v.string(),
      assertionResults: v.array(v.object({ status: v.string() })),
    }),
  ),
})

export interface TestCounts {
  readonly passed: number
  /** Failed tests, and files that failed without a test of theirs failing (one each). */
  readonly failed: number
  /** Tests that exist and did not run, for whatever reason. */
  readonly skipped: number
}

/** @throws when the text is not a report */
export function countTests(json: string): TestCounts {
  const { testResults } = v.parse(reportSchema, JSON.parse(json))
  const counts = { passed: 0, failed: 0, skipped: 0 }
  for (const { status, assertionResults } of testResults) {
    const states = assertionResults.map((assertion) => assertion.status)
    const failed = states.filter((state) => state === 'failed').length
    counts.passed += states.filter((state) => state === 'passed').length
    counts.failed += failed === 0 && status === 'failed' ? 1 : failed
    counts.skipped += states.filter((state) => state !== 'passed' && state !== 'failed').length
  }
  return counts
}
