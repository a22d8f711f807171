import type { FailureKind, ProviderAdapter, UpstreamFailure } from '@ccproxy/core'
import { modelList } from './schemas.js'

const apiVersion = '2023-06-01'

/** Quota is not pace: waiting a minute does not help. What is not named here is judged by its status. */
function classify({ status, error }: UpstreamFailure): FailureKind | undefined {
  if (status === 402 || error?.type === 'billing_error') return 'quota-exhausted'
  return error?.type === 'overloaded_error' ? 'overloaded' : undefined
}

export const adapter = {
  dialects: ['anthropic-messages'],
  prepare: ({ token, request }) => ({
    headers: {
      // The client's own version wins.
      ...(request.headers.get('anthropic-version') === undefined && { 'anthropic-version': apiVersion }),
      ...(token.kind === 'api-key'
        ? { 'x-api-key': token.reveal(), authorization: null }
        : { authorization: `Bearer ${token.reveal()}`, 'x-api-key': null }),
    },
  }),
  classify,
  models: async (http, signal) => {
    const { data } = await http.get('v1/models', { signal }).json(modelList)
    return data.map(({ id, display_name: displayName }) => ({ id, ...(displayName !== undefined && { displayName }) }))
  },
} satisfies ProviderAdapter
