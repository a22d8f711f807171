import { openaiCompatible } from '@ccproxy/core'

export const modelsPath = 'v1/models'

/** Bearer, failures, limits and models as OpenAI has them. Where Acme AI deviates: `{ ...openaiCompatible(), classify: … }`. */
export const adapter = openaiCompatible({ dialects: ['openai-chat'], modelsPath })
