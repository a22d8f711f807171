import type { ProviderAdapter } from '@ccproxy/core'
import { modelList } from './schemas.js'

export const adapter: ProviderAdapter = {
  dialects: ['anthropic-messages'],
  allowedPaths: ['/v1'],
  prepare: ({ token }) => ({
    headers:
      token.kind === 'api-key'
        ? { 'x-api-key': token.reveal(), authorization: null }
        : { authorization: `Bearer ${token.reveal()}`, 'x-api-key': null },
  }),
  models: async (http, signal) => {
    const { data } = await http.get('v1/models', { signal }).json(modelList)
    return data.map(({ id, display_name: displayName }) => ({ id, displayName }))
  },
}
