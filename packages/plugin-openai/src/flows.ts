import type { ApiKeyFlow } from '@ccproxy/core'

/** Keys of projects, users, service accounts and administrators all begin so; what follows differs. */
export const flows: readonly ApiKeyFlow[] = [
  { kind: 'api-key', id: 'key', label: 'API key of the OpenAI platform', env: ['OPENAI_API_KEY'], pattern: /^sk-/ },
]
