import { expect, test } from 'vitest'
import { expectedOutcomes, fieldOutcomes } from '../__fixtures__/field-outcomes.js'
import { plain } from '../__fixtures__/field-samples.js'
import { openaiResponsesFields } from '../fields/openai-responses-fields.js'
import { NotesCollector } from '../notes-collector.js'
import { openaiResponses } from './codec.js'

test('does with each field what the table says', () => {
  const outcomes = fieldOutcomes(openaiResponses, openaiResponsesFields, 'my-deployment')
  // The sample is an upload at OpenAI, which both of its dialects know.
  expect({ ...outcomes, file: 'refused' }).toEqual(expectedOutcomes(openaiResponsesFields))
})

test('refuses uploads at another provider, in the words of the client', () => {
  const media = { kind: 'file', id: 'file_1', dialect: 'anthropic-messages' } as const
  const conversation = {
    ...plain('anthropic-messages', 'gpt-5'),
    turns: [{ role: 'user' as const, blocks: [{ type: 'document' as const, media }] }],
  }
  expect(() => openaiResponses.renderRequest(conversation, new NotesCollector())).toThrow(
    'source.file_id was uploaded to another provider: send its content instead',
  )
})
