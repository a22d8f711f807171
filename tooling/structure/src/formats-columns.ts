// The field table, as docs/formats.md shows it.
import { anthropicMessagesFields } from '../../../packages/formats/src/fields/anthropic-messages-fields.ts'
import { fieldTitles } from '../../../packages/formats/src/fields/field-titles.ts'
import { geminiFields } from '../../../packages/formats/src/fields/gemini-fields.ts'
import { openaiChatFields } from '../../../packages/formats/src/fields/openai-chat-fields.ts'
import { openaiResponsesFields } from '../../../packages/formats/src/fields/openai-responses-fields.ts'
import type { FieldColumns } from './formats-document.ts'

export const formatsColumns: FieldColumns = {
  titles: fieldTitles,
  columns: {
    'Anthropic Messages': anthropicMessagesFields,
    'Chat Completions': openaiChatFields,
    Responses: openaiResponsesFields,
    Gemini: geminiFields,
  },
}
