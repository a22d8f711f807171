// Writes docs/formats.md from the field table; a unit test of formats fails when the two differ.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { anthropicMessagesFields } from '../../../packages/formats/src/fields/anthropic-messages-fields.ts'
import { fieldTitles } from '../../../packages/formats/src/fields/field-titles.ts'
import { geminiFields } from '../../../packages/formats/src/fields/gemini-fields.ts'
import { openaiChatFields } from '../../../packages/formats/src/fields/openai-chat-fields.ts'
import { openaiResponsesFields } from '../../../packages/formats/src/fields/openai-responses-fields.ts'
import { formatsDocument } from './formats-document.ts'

const text = formatsDocument({
  titles: fieldTitles,
  columns: {
    'Anthropic Messages': anthropicMessagesFields,
    'Chat Completions': openaiChatFields,
    Responses: openaiResponsesFields,
    Gemini: geminiFields,
  },
})
await writeFile(join(import.meta.dirname, '../../../docs/formats.md'), text)
