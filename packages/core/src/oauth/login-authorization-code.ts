import * as oauth from 'oauth4webapi'
import type { NewOAuthCredential } from '../storage/credential.js'
import type { Attempt } from './attempt.js'
import { receiveCallback } from './callback/receive-callback.js'
import { withEndpoints } from './discover-endpoints.js'
import type { LoginSession } from './flow-session.js'
import type { FlowTiming } from './flow-timing.js'
import { assertClient } from './flow-usable.js'
import { verifiedIdToken } from './id-token.js'
import { grantedCredential } from './new-credential.js'
import type { AuthorizationCodeFlow } from './oauth-flow.js'
import { assertSecureEndpoint } from './wire/assert-secure-endpoint.js'
import type { ServerCall } from './wire/parties.js'
import type { TokenAnswer } from './wire/token-answer.js'
import { requestToken } from './wire/token-request.js'

/** What one attempt made up; each belongs to it alone. */
interface Secrets {
  readonly verifier: string | undefined
  readonly state: string
  readonly nonce: string | undefined
}

const codeSpent = {
  message: 'the sign-in code has expired or was used already',
  hint: 'Start the sign-in again and finish it without delay.',
}

/** RFC 6749 §4.1, PKCE, loopback or pasted redirect. @throws CCPROXY_OAUTH_* */
export async function loginWithAuthorizationCode(
  declared: AuthorizationCodeFlow,
  session: LoginSession,
  attempt: Attempt,
  timing: FlowTiming,
): Promise<NewOAuthCredential> {
  const flow = await withEndpoints(declared, session, timing, attempt.signal)
  assertSecureEndpoint(flow.authorizeUrl, 'authorization endpoint')
  assertSecureEndpoint(flow.token.url, 'token endpoint')
  if (flow.idToken !== undefined) assertSecureEndpoint(flow.idToken.jwksUrl, 'key set')
  const { key, previous, installationId } = session
  const extra = flow.authorizeParams?.({ previous, installationId }) ?? {}
  const clientId = assertClient(flow, extra['client_id'])
  const secrets: Secrets = {
    verifier: flow.pkce === 'S256' ? oauth.generateRandomCodeVerifier() : undefined,
    state: oauth.generateRandomState(),
    nonce: flow.idToken === undefined ? undefined : oauth.generateRandomNonce(),
  }
  const challenge =
    secrets.verifier === undefined ? undefined : await oauth.calculatePKCECodeChallenge(secrets.verifier)
  const reception = await receiveCallback({
    session,
    attempt,
    timing,
    redirect: flow.redirect,
    expectation: {
      account: `${key.provider}/${key.account}`,
      state: secrets.state,
      issuer: flow.issuer,
      issuerRequired: flow.issuerRequired ?? false,
      codeRequired: true,
    },
    authorizeUrl: (redirectUri) =>
      authorizeUrlOf(flow, {
        client_id: clientId,
        scope: flow.scopes.join(' '),
        ...extra,
        response_type: 'code',
        redirect_uri: redirectUri,
        state: secrets.state,
        ...(challenge !== undefined && { code_challenge: challenge, code_challenge_method: 'S256' }),
        ...(secrets.nonce !== undefined && { nonce: secrets.nonce }),
      }),
  })
  try {
    const { parameters, redirectUri } = reception
    const registered = flow.callback?.(parameters, previous).clientId
    const call = { flow, session, timing, clientId: registered ?? clientId, signal: attempt.signal }
    const answer = await exchangeCode(call, parameters.get('code') ?? '', redirectUri, secrets.verifier)
    if (flow.idToken === undefined) return grantedCredential(call, answer)
    const idToken = await verifiedIdToken(call, flow.idToken, answer, secrets.nonce)
    return grantedCredential(call, answer, { id_token: idToken })
  } finally {
    await reception.close()
  }
}

/** What binds the answer to this attempt goes in last: no extra parameter of a plugin replaces it. */
function authorizeUrlOf({ authorizeUrl }: AuthorizationCodeFlow, parameters: Readonly<Record<string, string>>): URL {
  const url = new URL(authorizeUrl)
  for (const [name, value] of Object.entries(parameters)) if (value !== '') url.searchParams.set(name, value)
  return url
}

async function exchangeCode(
  call: ServerCall,
  code: string,
  redirectUri: string,
  verifier: string | undefined,
): Promise<TokenAnswer> {
  return await requestToken(call, {
    invalidGrant: codeSpent,
    send: ({ server, client, authentication }, options) => {
      // State and issuer were judged when the answer came; this marks the code as coming from there.
      const judged = oauth.validateAuthResponse(server, client, new URLSearchParams({ code }), oauth.skipStateCheck)
      const proof = verifier ?? oauth.nopkce
      return oauth.authorizationCodeGrantRequest(server, client, authentication, judged, redirectUri, proof, options)
    },
  })
}
