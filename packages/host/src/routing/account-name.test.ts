import { expect, test } from 'vitest'
import { accountName } from './account-name.js'

test.each([
  [undefined, 'default'],
  ['', 'default'],
  ['Work', 'work'],
  ['a.b_c-1', 'a.b_c-1'],
  ['x'.repeat(64), 'x'.repeat(64)],
])('%s is %s', (header, name) => {
  expect(accountName(header)).toBe(name)
})

test.each(['../x', '.hidden', 'a/b', 'a b', 'a@b', 'x'.repeat(65), 'a, b', 'é'])('%s is none', (header) => {
  expect(() => accountName(header)).toThrow(expect.objectContaining({ code: 'CCPROXY_CREDENTIAL_ACCOUNT_NAME' }))
})
