import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { boundGroups } from './bounds/bounds.ts'
import { limitsDocument } from './limits-document.ts'

const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8')

it('docs/limits.md is what the list says', () => {
  expect(read('docs/limits.md')).toBe(limitsDocument(boundGroups))
})

const bounds = boundGroups.flatMap((group) => group.bounds)

it.each(bounds)('$name in $file has the test that it names', ({ test: [file, title] }) => {
  expect(title).not.toBe('')
  expect(read(file)).toContain(title)
})
