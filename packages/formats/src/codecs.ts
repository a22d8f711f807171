import { anthropicMessages } from './anthropic-messages/codec.js'
import type { Codec } from './codec.js'
import { gemini } from './gemini/codec.js'
import type { Dialect } from './model/dialect.js'
import { openaiChat } from './openai-chat/codec.js'
import { openaiResponses } from './openai-responses/codec.js'

/** What each dialect knows. */
export const codecs: Readonly<Partial<Record<Dialect, Codec>>> = {
  'anthropic-messages': anthropicMessages,
  'openai-responses': openaiResponses,
  gemini,
  'openai-chat': openaiChat,
}

/** @throws TypeError for a dialect that is not here */
export function codecOf(dialect: Dialect): Codec {
  const codec = codecs[dialect]
  if (codec === undefined) throw new TypeError(`No translation for ${dialect}`)
  return codec
}
