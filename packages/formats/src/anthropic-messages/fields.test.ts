import { test } from 'vitest'
import { expectFieldRules } from '../__fixtures__/expect-field-rules.js'
import { anthropicMessagesFields } from '../fields/anthropic-messages-fields.js'
import { anthropicMessages } from './codec.js'

test('does with each field what the table says', () => {
  expectFieldRules(anthropicMessages, anthropicMessagesFields, 'claude-sonnet-4-5')
})
