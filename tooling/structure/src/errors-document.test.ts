import { expect, test } from 'vitest'
import { errorsDocument } from './errors-document.ts'

const row = [500, 'permanent', 'Correct it.'] as const

test('groups codes by area, in the order of the table', () => {
  const lines = errorsDocument({
    CCPROXY_HTTP_B: row,
    CCPROXY_CONFIG_A: [503, 'transient', 'Wait.'],
    CCPROXY_HTTP_A: row,
  })
    .split('\n')
    .filter((line) => line.startsWith('## ') || line.startsWith('| `'))
  expect(lines).toEqual([
    '## Requests to the proxy',
    '| `CCPROXY_HTTP_B` | 500 | no | Correct it. |',
    '| `CCPROXY_HTTP_A` | 500 | no | Correct it. |',
    '## Configuration',
    '| `CCPROXY_CONFIG_A` | 503 | yes | Wait. |',
  ])
})

test('escapes what Markdown would swallow, and leaves code spans alone', () => {
  const hint = 'Use /<provider>/v1, as `ccproxy auth login <provider>` says.'
  expect(errorsDocument({ CCPROXY_CLI_A: [400, 'permanent', hint] })).toContain(
    String.raw`| Use /\<provider>/v1, as ${'`ccproxy auth login <provider>`'} says. |`,
  )
})

test('a new area needs a title', () => {
  expect(() => errorsDocument({ CCPROXY_NEW_A: row })).toThrow('the area NEW of the error table needs a title')
})
