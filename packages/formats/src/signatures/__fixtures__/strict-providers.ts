import type { Dialect } from '../../model/dialect.js'
import { strictAnthropic } from './strict-anthropic.js'
import { strictChat } from './strict-chat.js'
import { strictGemini } from './strict-gemini.js'
import type { StrictProvider } from './strict-provider.js'
import { strictResponses } from './strict-responses.js'

export const strictProviders: Readonly<Record<Dialect, StrictProvider>> = {
  'anthropic-messages': strictAnthropic,
  'openai-chat': strictChat,
  'openai-responses': strictResponses,
  gemini: strictGemini,
}
