import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { formatsColumns } from './formats-columns.ts'
import { formatsDocument } from './formats-document.ts'

test('has a row for each field, with a cell for each dialect', () => {
  const text = formatsDocument({
    titles: { seed: 'seed', count: 'number of answers' },
    columns: {
      One: { seed: { rule: 'kept', name: 'seed' }, count: { rule: 'refused', note: 'in <tags>' } },
      Two: { seed: { rule: 'dropped' }, count: { rule: 'mapped', name: 'n<m', note: 'a | b' } },
    },
  })
  expect(text.split('\n').filter((line) => line.startsWith('|'))).toEqual([
    '| field | One | Two |',
    '|---|---|---|',
    '| `seed` seed | kept: `seed` | dropped |',
    String.raw`| ${'`count`'} number of answers | refused; in \<tags> | mapped: ${'`n<m`'}; a \| b |`,
  ])
})

test('docs/formats.md is what `npm run docs:formats` writes', async () => {
  const written = await readFile(join(import.meta.dirname, '../../../docs/formats.md'), 'utf8')
  expect(written).toBe(formatsDocument(formatsColumns))
})
