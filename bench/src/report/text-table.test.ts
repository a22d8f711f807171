import { expect, it } from 'vitest'
import { formatFigure } from './format-figure.ts'
import { textTable } from './text-table.ts'

it('aligns names to the left and figures to the right, as Markdown', () => {
  const table = textTable(
    ['', 'req/s'],
    [
      ['pipe', '9,000'],
      ['a', '12'],
    ],
  )
  expect(table).toBe(`|      | req/s |
| ---- | ----: |
| pipe | 9,000 |
| a    |    12 |`)
})

it.each([
  [12_345.6, '12,346'],
  [123.4, '123'],
  [12.34, '12.3'],
  [1.234, '1.23'],
  [0.004, '0.00'],
  [-14.42, '-14.4'],
  [8, '8'],
  [Number.NaN, '–'],
  [undefined, '–'],
  // JSON has no NaN.
  [null, '–'],
])('writes %d as %s', (value, text) => {
  expect(formatFigure(value)).toBe(text)
})
