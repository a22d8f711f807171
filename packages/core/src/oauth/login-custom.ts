import { randomBytes } from 'node:crypto'
import * as oauth from 'oauth4webapi'
import type { NewCredential } from '../storage/credential.js'
import type { Attempt } from './attempt.js'
import { type Reception, type ReceptionOptions, receiveCallback } from './callback/receive-callback.js'
import type { LoginSession } from './flow-session.js'
import type { FlowTiming } from './flow-timing.js'
import type { LoginContext } from './login-context.js'
import type { CustomFlow } from './oauth-flow.js'

/** Runs the plugin's own sign-in on our parts. What the life cycle depends on is not left to it. @throws CCPROXY_OAUTH_* */
export async function loginWithCustomFlow(
  flow: CustomFlow,
  session: LoginSession,
  attempt: Attempt,
  timing: FlowTiming,
): Promise<NewCredential> {
  const receptions: Reception[] = []
  const verifier = oauth.generateRandomCodeVerifier()
  const context: LoginContext = {
    key: session.key,
    interaction: session.interaction,
    http: session.http,
    clock: session.clock,
    pkce: { verifier, challenge: await oauth.calculatePKCECodeChallenge(verifier) },
    awaitCallback: async (options) => {
      const reception = await receiveCallback(receptionFor(options, session, attempt, timing))
      receptions.push(reception)
      return reception.parameters
    },
  }
  try {
    const credential = await attempt.race(flow.login(context))
    const bound = { plugin: session.plugin, apiOrigin: session.apiOrigin }
    if (credential.kind !== 'oauth') return { ...credential, flow: flow.id, boundTo: bound }
    const boundTo = { ...credential.boundTo, ...bound }
    const exchanged = credential.refreshToken === undefined && flow.refresh !== undefined
    return { ...credential, flow: flow.id, boundTo, ...(exchanged && { renewal: 'exchange' }) }
  } finally {
    await Promise.all(receptions.map((reception) => reception.close()))
  }
}

function receptionFor(
  { authorizeUrl, host, path, ports, state }: Parameters<LoginContext['awaitCallback']>[0],
  session: LoginSession,
  attempt: Attempt,
  timing: FlowTiming,
): ReceptionOptions {
  const { provider, account } = session.key
  // Without a state the path itself must be what nobody can guess.
  const own = state === undefined ? `/callback/${randomBytes(16).toString('base64url')}` : '/callback'
  return {
    session,
    attempt,
    timing,
    redirect: {
      kind: 'loopback',
      path: path ?? own,
      ...(host !== undefined && { host }),
      ...(ports !== undefined && { ports }),
    },
    expectation: {
      account: `${provider}/${account}`,
      state,
      issuer: undefined,
      issuerRequired: false,
      codeRequired: false,
    },
    authorizeUrl,
  }
}
