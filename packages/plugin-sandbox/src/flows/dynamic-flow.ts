import { type AuthorizationCodeFlow, CCProxyError, type OAuthCredential } from '@ccproxy/core'
import { sandboxClients } from '@ccproxy/sandbox'
import { openIdFlow } from './code-flows.js'
import { consentPrompt, type SandboxServer } from './sandbox-server.js'

const id = 'dynamic'

/**
 * Nobody registered a client before: the sign-in says which installation asks, and the callback names the client that was
 * issued to it. The code, the id token and every renewal belong to that client, and the next sign-in begins with it.
 */
export function dynamicFlow(server: SandboxServer): AuthorizationCodeFlow {
  return {
    ...openIdFlow(server),
    id,
    label: 'Browser: a client of its own, issued during the sign-in',
    clientId: undefined,
    authorizeParams: ({ previous, installationId }) => ({
      ...consentPrompt,
      client_id: clientOf(previous) ?? sandboxClients.dynamic.clientId,
      installation_id: installationId,
    }),
    callback: (parameters) => {
      const clientId = parameters.get('client_id')
      if (clientId !== null && clientId !== '') return { clientId }
      throw new CCProxyError('CCPROXY_OAUTH_AUTHORIZATION_FAILED', 'the answer names no client to go on with', {
        hint: 'Sign in again; if you paste the answer, paste the whole address.',
      })
    },
  }
}

/** A login by another flow belongs to a client that was not issued to this installation. */
function clientOf(previous: OAuthCredential | undefined): string | undefined {
  return previous?.flow === id ? previous.clientId : undefined
}
