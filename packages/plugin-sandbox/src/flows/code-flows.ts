// The authorization code in its variants: each differs from the first in one respect.
import type { AuthorizationCodeFlow } from '@ccproxy/core'
import { sandboxClients } from '@ccproxy/sandbox'
import * as v from 'valibot'
import { okAnswer } from '../schemas.js'
import { identityOf } from './identity-of.js'
import { consentPrompt, type SandboxServer } from './sandbox-server.js'

export function browserFlow({ endpoints, ...server }: SandboxServer): AuthorizationCodeFlow {
  return {
    ...server,
    kind: 'authorization-code',
    id: 'browser',
    label: 'Browser: authorization code with PKCE',
    clientId: sandboxClients.public.clientId,
    pkce: 'S256',
    authorizeUrl: endpoints.authorize,
    redirect: { kind: 'loopback' },
    issuerRequired: true,
    token: { url: endpoints.token },
    authorizeParams: () => consentPrompt,
  }
}

export function standardFlow(server: SandboxServer): AuthorizationCodeFlow {
  return {
    ...browserFlow(server),
    id: 'standard',
    label: 'Browser: authorization code with a client secret, without PKCE',
    pkce: 'none',
    ...sandboxClients.confidential,
  }
}

export function openIdFlow(server: SandboxServer): AuthorizationCodeFlow {
  const { issuer, jwks: jwksUrl } = server.endpoints
  return {
    ...browserFlow(server),
    id: 'openid',
    label: 'Browser: OpenID Connect, with a nonce and a verified id token',
    scopes: ['openid', ...server.scopes],
    idToken: { issuer, jwksUrl },
    credential: identityOf,
  }
}

export function jsonFlow(server: SandboxServer): AuthorizationCodeFlow {
  return {
    ...browserFlow(server),
    id: 'json',
    label: 'Browser: a token endpoint that reads JSON only',
    token: { url: server.endpoints.jsonToken, encoding: 'json' },
  }
}

export function errorsIn200Flow(server: SandboxServer): AuthorizationCodeFlow {
  return {
    ...browserFlow(server),
    id: 'errors-in-200',
    label: 'Browser: a token endpoint that refuses with status 200',
    token: {
      url: server.endpoints.errorsIn200Token,
      normalize: (answer) => {
        const { ok, reason, message } = v.parse(okAnswer, answer)
        return ok ? answer : { error: reason, error_description: message }
      },
    },
  }
}
