import { expect, test } from 'vitest'
import { corePackage, workspaceOf } from './__fixtures__/small-workspace.ts'
import { lineCount, quantile, sizeReport } from './size-report.ts'

test('a newline at the end begins no further line', () => {
  expect([lineCount(''), lineCount('a'), lineCount('a\n'), lineCount('a\n\nb')]).toEqual([0, 1, 1, 3])
})

test('a quantile is a value that occurs', () => {
  expect(quantile([3, 1, 2], 0.5)).toBe(2)
  expect(quantile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.9)).toBe(9)
  expect(quantile([], 0.5)).toBe(0)
})

test('sources, tests and fixtures are counted apart, and long sources named', () => {
  const member = corePackage({
    'src/index.ts': 'x\n'.repeat(10),
    'src/long.ts': 'x\n'.repeat(251),
    'src/a.test.ts': 'x\n'.repeat(300),
    'src/__fixtures__/tree.ts': 'x\n'.repeat(500),
  })
  expect(sizeReport(workspaceOf(member))).toEqual([
    'source   2 files, median 10 lines, 90 % up to 251',
    'test     1 file, median 300 lines, 90 % up to 300',
    'fixture  1 file, median 500 lines, 90 % up to 500',
    'long     packages/core/src/long.ts: 251 lines',
  ])
})
