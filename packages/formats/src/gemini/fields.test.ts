import { expect, test } from 'vitest'
import { expectedOutcomes, fieldOutcomes } from '../__fixtures__/field-outcomes.js'
import { geminiFields } from '../fields/gemini-fields.js'
import { gemini } from './codec.js'

test('does with each field what the table says', () => {
  expect(fieldOutcomes(gemini, geminiFields, 'gemini-3-flash')).toEqual(expectedOutcomes(geminiFields))
})
