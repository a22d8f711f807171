import { type SandboxEndpoints, sandboxEndpoints } from '@ccproxy/sandbox'

/** What the flows at one server share. */
export interface SandboxServer {
  readonly endpoints: SandboxEndpoints
  readonly issuer: string
  readonly revokeUrl: string
  readonly scopes: readonly string[]
}

export function sandboxServer(origin: string): SandboxServer {
  const endpoints = sandboxEndpoints(origin)
  return {
    endpoints,
    issuer: endpoints.issuer,
    revokeUrl: endpoints.revocation,
    scopes: ['inference', 'offline_access'],
  }
}

/** Without it OpenID Connect forbids `offline_access`, and the scope that comes back is not the one that was asked for. */
export const consentPrompt = { prompt: 'consent' }
