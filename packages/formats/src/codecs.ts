import { anthropicMessages } from './anthropic-messages/codec.js'
import type { Codec } from './codec.js'
import { gemini } from './gemini/codec.js'
import type { Dialect } from './model/dialect.js'
import { openaiChat } from './openai-chat/codec.js'
import { openaiResponses } from './openai-responses/codec.js'

/** What each dialect knows. */
export const codecs: Readonly<Record<Dialect, Codec>> = {
  'anthropic-messages': anthropicMessages,
  'openai-chat': openaiChat,
  'openai-responses': openaiResponses,
  gemini,
}
