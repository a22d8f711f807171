/** An API shape that clients and providers speak. Equals the one of @ccproxy/core; a type test of the host ties them. */
export type Dialect = 'anthropic-messages' | 'openai-chat' | 'openai-responses' | 'gemini'
