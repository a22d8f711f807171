import type { PrepareInput, UpstreamRequest } from './provider-adapter.js'

/** The header patch of most providers (RFC 6750 §2.1). */
export function bearer({ token }: Pick<PrepareInput, 'token'>): UpstreamRequest {
  return { headers: { authorization: `Bearer ${token.reveal()}` } }
}
