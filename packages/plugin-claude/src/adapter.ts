import {
  anthropicPaths,
  classifyByStatus,
  type FailureKind,
  type HeaderEdits,
  type PrepareInput,
  type ProviderAdapter,
  type UpstreamFailure,
  type UpstreamRequest,
} from '@ccproxy/core'
import * as v from 'valibot'
import { readLimits } from './read-limits.js'
import { modelList } from './schemas.js'

/** Tells the API that the bearer is an OAuth token. */
export const oauthBeta = 'oauth-2025-04-20'
const apiVersion = '2023-06-01'

function credentialHeaders({ token }: PrepareInput): HeaderEdits {
  // The API rejects a request that carries both.
  if (token.kind === 'api-key') return { 'x-api-key': token.reveal(), authorization: null }
  // A federated token has its workspace in itself; the API takes the header from user logins only.
  const workspace = token.kind === 'linked' ? token.account?.attributes?.['workspace_id'] : undefined
  return {
    authorization: `Bearer ${token.reveal()}`,
    'x-api-key': null,
    'anthropic-beta': { append: oauthBeta },
    ...(workspace !== undefined && { 'anthropic-workspace-id': workspace }),
  }
}

function prepare(input: PrepareInput): UpstreamRequest {
  const named = input.request.headers.get('anthropic-version') !== undefined
  return { headers: { ...(named ? {} : { 'anthropic-version': apiVersion }), ...credentialHeaders(input) } }
}

/** `error.details` of a 429: https://platform.claude.com/docs/en/api/errors */
const spendLimitCode = 'enforced_spend_limit_reached'
const spendLimit = v.object({ error_code: v.literal(spendLimitCode) })

/** Quota is not pace: waiting a minute does not help when a spend limit was reached. */
function classify({ status, error }: UpstreamFailure): FailureKind | undefined {
  const message = error?.message ?? ''
  if (status === 400 && message.includes('specified API usage limits')) return 'quota-exhausted'
  if (status === 402 || error?.type === 'billing_error') return 'quota-exhausted'
  // The code where the error came in a stream, which is read without its details.
  const isSpendLimit = error?.code === spendLimitCode || v.is(spendLimit, error?.details)
  if (status === 429 && isSpendLimit) return 'quota-exhausted'
  if (error?.type === 'overloaded_error') return 'overloaded'
  return classifyByStatus(status)
}

export const adapter: ProviderAdapter = {
  dialects: ['anthropic-messages'],
  allowedPaths: anthropicPaths,
  prepare,
  classify,
  limits: readLimits,
  models: async (http, signal) => {
    const { data } = await http.get('v1/models?limit=1000', { signal }).json(modelList)
    return data.map(({ id, display_name: displayName, created_at: created }) => {
      // The API writes the first second of 1970 for a date that it does not know.
      const createdAt = typeof created === 'string' ? Date.parse(created) : 0
      return { id, ...(displayName !== undefined && { displayName }), ...(createdAt > 0 && { createdAt }) }
    })
  },
}
