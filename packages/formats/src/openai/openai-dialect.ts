import type { Dialect } from '../model/dialect.js'

/** Uploads of one of OpenAI's dialects are known in the other. */
export function isOpenAIDialect(dialect: Dialect): boolean {
  return dialect === 'openai-responses' || dialect === 'openai-chat'
}
