import { anthropicMessagesExpression } from './anthropic-messages-expression.js'
import type { Expression } from './expression.js'
import { geminiExpression } from './gemini-expression.js'
import { openaiChatExpression } from './openai-chat-expression.js'
import { openaiResponsesExpression } from './openai-responses-expression.js'

export const expressions: readonly Expression[] = [
  anthropicMessagesExpression,
  openaiChatExpression,
  openaiResponsesExpression,
  geminiExpression,
]
