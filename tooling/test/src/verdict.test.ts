import { describe, expect, test } from 'vitest'
import { verdictOf } from './verdict.ts'

const lint = { name: 'lint', succeeded: true }
const run = { counts: { passed: 7, failed: 0, skipped: 0 }, succeeded: true }

describe('verdictOf', () => {
  test('all is well', () => {
    expect(verdictOf([lint], run, true)).toEqual({ failures: [], line: '7 passed, 0 failed' })
  })

  test('a failed check is one failure', () => {
    const failed = { name: 'format', succeeded: false }
    expect(verdictOf([lint, failed], run, false)).toEqual({ failures: ['format'], line: '7 passed, 1 failed' })
  })

  test('failed tests are counted one by one', () => {
    const counts = { passed: 5, failed: 2, skipped: 0 }
    expect(verdictOf([lint], { counts, succeeded: false }, false)).toEqual({
      failures: ['tests: 2'],
      line: '5 passed, 2 failed',
    })
  })

  test.each([
    ['vitest left no report', { counts: undefined, succeeded: true }, '0 passed, 1 failed'],
    ['vitest ran no test', { counts: { passed: 0, failed: 0, skipped: 0 }, succeeded: true }, '0 passed, 1 failed'],
    ['vitest failed outside of its tests', { ...run, succeeded: false }, '7 passed, 1 failed'],
  ])('%s', (failure, tests, line) => {
    expect(verdictOf([lint], tests, false)).toEqual({ failures: [failure], line })
  })

  test('skipped tests are named on a laptop and fail under CI', () => {
    const tests = { counts: { passed: 5, failed: 0, skipped: 2 }, succeeded: true }
    expect(verdictOf([lint], tests, false)).toEqual({ failures: [], line: '5 passed, 0 failed, 2 skipped' })
    expect(verdictOf([lint], tests, true)).toEqual({
      failures: ['tests that did not run: 2, and CI=true skips none'],
      line: '5 passed, 1 failed, 2 skipped',
    })
  })
})
