import type { FailureKind, HeaderEdits, PrepareInput, ProviderAdapter, UpstreamFailure } from '@ccproxy/core'
import { modelList } from './schemas.js'

/** A key goes where the API has it that the client speaks; a token is a bearer in all of them. */
function credentialHeaders({ token, request }: PrepareInput): HeaderEdits {
  const none = { authorization: null, 'x-api-key': null, 'x-goog-api-key': null }
  const bearer = { ...none, authorization: `Bearer ${token.reveal()}` }
  if (token.kind !== 'api-key') return bearer
  if (request.dialect === 'anthropic-messages') return { ...none, 'x-api-key': token.reveal() }
  return request.dialect === 'gemini' ? { ...none, 'x-goog-api-key': token.reveal() } : bearer
}

/** What the status alone does not tell in OpenAI's and Google's dialects. */
function classify({ error }: UpstreamFailure): FailureKind | undefined {
  const details = JSON.stringify(error?.details ?? [])
  if (error?.code === 'insufficient_quota' || details.includes('PerDay')) return 'quota-exhausted'
  return details.includes('API_KEY_INVALID') ? 'credential-rejected' : undefined
}

export const adapter: ProviderAdapter = {
  dialects: ['anthropic-messages', 'openai-chat', 'openai-responses', 'gemini'],
  prepare: (input) => ({ headers: credentialHeaders(input) }),
  classify,
  models: async (http, signal) => {
    // The only dialect that names them for people.
    const headers = { 'anthropic-version': '2023-06-01' }
    const { data } = await http.get('v1/models', { signal, headers }).json(modelList)
    return data.map(({ id, display_name: displayName }) => ({ id, displayName }))
  },
}
