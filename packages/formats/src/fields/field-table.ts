// What becomes of each thing that a request can say, by dialect. docs/formats.md is made of it; renderers are tested against it.
import type { Dialect } from '../model/dialect.js'
import { anthropicMessagesFields } from './anthropic-messages-fields.js'
import type { FieldColumn } from './field-rule.js'
import { geminiFields } from './gemini-fields.js'
import { openaiChatFields } from './openai-chat-fields.js'
import { openaiResponsesFields } from './openai-responses-fields.js'

/** One column per dialect that can be a target. */
export const fieldTable: Readonly<Record<Dialect, FieldColumn>> = {
  'anthropic-messages': anthropicMessagesFields,
  gemini: geminiFields,
  'openai-chat': openaiChatFields,
  'openai-responses': openaiResponsesFields,
}
