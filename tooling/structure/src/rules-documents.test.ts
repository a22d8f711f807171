// Two documents name a test for each rule; a test that was renamed or removed must not stay named there.
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const root = new URL('../../../', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')

const namedIn = (document: string) =>
  [...read(document).matchAll(/^\| (.+) \| `(\S+\.ts)` \| (.+) \|$/gm)].map(([, rule = '', file = '', title = '']) => ({
    rule,
    file,
    title,
  }))
const security = namedIn('docs/security-rules.md')
const streams = namedIn('docs/streams.md')

const range = (first: number, last: number): readonly number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index)

it.each([...security, ...streams])('$rule: $title', ({ file, title }) => {
  expect(read(file)).toContain(title)
})

it('every rule of the life cycle, the HTTP surface, plugins, files and the sign-in has a row', () => {
  const numbers = [...new Set(security.map(({ rule }) => Number.parseInt(rule, 10)))].toSorted((a, b) => a - b)
  expect(numbers).toEqual([...range(1, 14), ...range(20, 38), ...range(40, 50)])
})

it('every row of the streams names a test', () => {
  const rows = read('docs/streams.md').match(/^\| (?!promise|-)/gm) ?? []
  expect(streams).toHaveLength(rows.length)
})
