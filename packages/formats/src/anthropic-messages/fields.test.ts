import { expect, test } from 'vitest'
import { expectedOutcomes, fieldOutcomes } from '../__fixtures__/field-outcomes.js'
import { anthropicMessagesFields } from '../fields/anthropic-messages-fields.js'
import { anthropicMessages } from './codec.js'

test('does with each field what the table says', () => {
  expect(fieldOutcomes(anthropicMessages, anthropicMessagesFields, 'claude-sonnet-4-5')).toEqual(
    expectedOutcomes(anthropicMessagesFields),
  )
})
