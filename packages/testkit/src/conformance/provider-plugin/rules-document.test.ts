import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { rules } from './rules.js'

const document = await readFile(new URL('../../../README.md', import.meta.url), 'utf8')

it.each(rules)('the README has a row of $id', ({ id, title }) => {
  expect(document).toContain(`| \`${id}\` | ${title} |`)
})
