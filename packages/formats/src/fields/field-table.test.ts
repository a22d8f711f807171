import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fieldTable } from './field-table.js'
import { fieldTitles } from './field-titles.js'
import { refusedField } from './refused-field.js'

const columns = [
  fieldTable['anthropic-messages'],
  fieldTable['openai-chat'],
  fieldTable['openai-responses'],
  fieldTable.gemini,
]

test('docs/formats.md says what the table says; `npm run docs:formats` writes it anew', async () => {
  const text = await readFile(join(import.meta.dirname, '../../../../docs/formats.md'), 'utf8')
  const rows = [...text.matchAll(/^\| `(\w+)` (.+?) \| (.+) \|$/gm)].map(([, field = '', title, cells = '']) => [
    field,
    [title, ...cells.split(' | ').map((cell) => /^(\w+)(?:: `([^`]+)`)?/.exec(cell)?.slice(1, 3))],
  ])
  const expected = Object.entries(fieldTitles).map(([field, title]) => [
    field,
    [
      title,
      ...columns
        .map((column) => Object.entries(column).find(([name]) => name === field)?.[1])
        .map((rule) => [rule?.rule, rule?.name]),
    ],
  ])
  expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(expected))
})

test('a refused field is named in the client’s words', () => {
  expect(refusedField('openai-chat', 'count', 'cannot be 2')).toMatchObject({
    status: 400,
    field: 'n',
    message: 'n cannot be 2',
  })
})
