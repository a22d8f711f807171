import { openaiCompatible } from '@ccproxy/core'

/** Bearer, failures, limits and models as OpenAI has them. Where Acme AI deviates: `{ ...openaiCompatible(), classify: … }`. */
export const adapter = openaiCompatible({ dialects: ['openai-chat'] })
