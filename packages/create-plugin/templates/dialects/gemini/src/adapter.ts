import type { FailureKind, ProviderAdapter, UpstreamFailure } from '@ccproxy/core'
import { modelList } from './schemas.js'

/** Quota is not pace: waiting a minute does not help. What is not named here is judged by its status. */
function classify({ status, error }: UpstreamFailure): FailureKind | undefined {
  return status === 429 && error?.message?.includes('PerDay') === true ? 'quota-exhausted' : undefined
}

export const adapter = {
  dialects: ['gemini'],
  prepare: ({ token }) => ({
    headers:
      token.kind === 'api-key'
        ? { 'x-goog-api-key': token.reveal(), authorization: null }
        : { authorization: `Bearer ${token.reveal()}`, 'x-goog-api-key': null },
  }),
  classify,
  models: async (http, signal) => {
    const { models } = await http.get('v1beta/models', { signal }).json(modelList)
    return models.map(({ name, displayName, inputTokenLimit: contextWindow }) => ({
      id: name.replace(/^models\//, ''),
      ...(displayName !== undefined && { displayName }),
      ...(contextWindow !== undefined && { contextWindow }),
    }))
  },
} satisfies ProviderAdapter
