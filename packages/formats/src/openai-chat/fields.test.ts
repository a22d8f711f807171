import { expect, test } from 'vitest'
import { expectedOutcomes, fieldOutcomes } from '../__fixtures__/field-outcomes.js'
import { openaiChatFields } from '../fields/openai-chat-fields.js'
import { openaiChat } from './codec.js'

test('does with each field what the table says', () => {
  const { verbosity, cacheKey, ...others } = fieldOutcomes(openaiChat, openaiChatFields, 'kimi-k3')
  const { verbosity: forOpenAI, cacheKey: keyForOpenAI } = fieldOutcomes(openaiChat, openaiChatFields, 'gpt-5.4')
  expect({ verbosity, cacheKey }).toEqual({ verbosity: 'dropped', cacheKey: 'dropped' })
  expect({ ...others, verbosity: forOpenAI, cacheKey: keyForOpenAI }).toEqual(expectedOutcomes(openaiChatFields))
})
