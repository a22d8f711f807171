import { expect, test } from 'vitest'
import { countTests } from './test-report.ts'

function reportOf(...files: { status: string; tests: string[] }[]): string {
  const testResults = files.map(({ status, tests }, index) => ({
    name: `${index}.test.ts`,
    status,
    assertionResults: tests.map((state) => ({ status: state, fullName: 'a test' })),
  }))
  return JSON.stringify({ success: true, testResults })
}

test('counts tests by what became of them', () => {
  const report = reportOf(
    { status: 'passed', tests: ['passed', 'passed', 'skipped', 'pending', 'todo'] },
    { status: 'failed', tests: ['failed', 'passed', 'failed'] },
  )
  expect(countTests(report)).toEqual({ passed: 3, failed: 2, skipped: 3 })
})

test('a file that failed before its first test is one failure', () => {
  const report = reportOf({ status: 'failed', tests: [] }, { status: 'failed', tests: ['passed'] })
  expect(countTests(report)).toEqual({ passed: 1, failed: 2, skipped: 0 })
})

test('refuses what is not a report', () => {
  expect(() => countTests('{}')).toThrow('testResults')
  expect(() => countTests('')).toThrow('JSON')
})
