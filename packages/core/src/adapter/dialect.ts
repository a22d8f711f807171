/** An API shape that clients and providers speak. */
export type Dialect = 'anthropic-messages' | 'openai-chat' | 'openai-responses' | 'gemini'
