import { test } from 'vitest'
import { expectFieldRules } from '../__fixtures__/expect-field-rules.js'
import { geminiFields } from '../fields/gemini-fields.js'
import { gemini } from './codec.js'

test('does with each field what the table says', () => {
  expectFieldRules(gemini, geminiFields, 'gemini-3-flash')
})
