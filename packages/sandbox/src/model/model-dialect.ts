/** An API shape that the model speaks. */
export type ModelDialect = 'anthropic-messages' | 'openai-chat' | 'openai-responses' | 'gemini'
