import { expect, it } from 'vitest'
import { loadSqlite } from './load-sqlite.js'

it('leaves the warnings of the process as they were, however often it is asked', () => {
  const before = Object.getOwnPropertyDescriptor(process, 'emitWarning')
  expect(loadSqlite()).toBe(loadSqlite())
  const after = Object.getOwnPropertyDescriptor(process, 'emitWarning')
  expect(after?.value).toBe(before?.value)
})
