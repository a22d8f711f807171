import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type ErrorDefinition, errorTable } from './error-table.js'

const rows = Object.entries(errorTable).map(([code, [status, duration, hint]]): [string, ErrorDefinition] => [
  code,
  { status, retryable: duration === 'transient', hint },
])

/** Reads the rows back out of the Markdown, so that the program which wrote them is tested as well. */
async function documentedRows(): Promise<[string, ErrorDefinition][]> {
  const text = await readFile(join(import.meta.dirname, '../../../../docs/errors.md'), 'utf8')
  return [...text.matchAll(/^\| `(\w+)` \| (\d+) \| (yes|no) \| (.+) \|$/gm)].map(
    ([, code = '', status, passes, hint = '']) => [
      code,
      { status: Number(status), retryable: passes === 'yes', hint: hint.replaceAll(/\\(?=[<|])/g, '') },
    ],
  )
}

describe('the error table', () => {
  test('is what docs/errors.md says; `npm run docs:errors` writes it anew', async () => {
    const documented = await documentedRows()
    expect(Object.fromEntries(documented)).toEqual(Object.fromEntries(rows))
    expect(documented).toHaveLength(rows.length)
  })

  test('names area and condition, has an HTTP status, and says what to do', () => {
    const odd = rows.filter(
      ([code, { status, hint }]) =>
        !/^CCPROXY_[A-Z]+(_[A-Z]+)*$/.test(code) || status < 400 || status > 599 || hint.length < 15,
    )
    expect(odd).toEqual([])
  })
})
