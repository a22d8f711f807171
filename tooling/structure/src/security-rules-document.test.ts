// docs/security-rules.md names a test for each rule; a test that was renamed or removed must not stay named there.
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const root = new URL('../../../', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')

const rows = [...read('docs/security-rules.md').matchAll(/^\| (\d+) \| .+ \| `(\S+)` \| (.+) \|$/gm)]
const named = rows.map(([, number = '', file = '', title = '']) => ({ number, file, title }))

const range = (first: number, last: number): readonly number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index)

it.each(named)('rule $number: $title', ({ file, title }) => {
  expect(read(file)).toContain(title)
})

it('every rule of the life cycle, the HTTP surface, plugins and the sign-in has a row', () => {
  const numbers = [...new Set(named.map(({ number }) => Number(number)))].toSorted((a, b) => a - b)
  expect(numbers).toEqual([...range(1, 14), ...range(20, 31), ...range(40, 49)])
})
