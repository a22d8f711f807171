import { CCProxyError, isCCProxyError } from '../errors/ccproxy-error.js'
import type { NewCredential } from '../storage/credential.js'
import { type Attempt, startAttempt } from './attempt.js'
import { exchangeGrant } from './exchange-grant.js'
import type { LoginSession } from './flow-session.js'
import { type FlowTiming, standardTiming } from './flow-timing.js'
import { assertUsable } from './flow-usable.js'
import { loginWithApiKey } from './login-api-key.js'
import { loginWithAuthorizationCode } from './login-authorization-code.js'
import { loginWithCustomFlow } from './login-custom.js'
import { loginWithDeviceCode } from './login-device-code.js'
import { loginWithLink } from './login-linked.js'
import type { OAuthFlow } from './oauth-flow.js'

/**
 * Signs in by a flow. Stores nothing: on any failure nothing has changed.
 * @throws CCPROXY_OAUTH_FLOW_UNAVAILABLE | CCPROXY_OAUTH_CANCELLED | CCPROXY_OAUTH_LOGIN_TIMEOUT |
 *   CCPROXY_CREDENTIAL_KEY_FORMAT | CCPROXY_OAUTH_*
 */
export async function runLogin(
  flow: OAuthFlow,
  session: LoginSession,
  timing: FlowTiming = standardTiming,
): Promise<NewCredential> {
  assertUsable(flow)
  // A device code has a life of its own, which the server names.
  const timeoutMs = flow.kind === 'device-code' ? undefined : timing.loginTimeoutMs
  const attempt = startAttempt(session.interaction, timeoutMs)
  try {
    attempt.signal.throwIfAborted()
    return await dispatch(flow, session, attempt, timing)
  } catch (error) {
    if (isCCProxyError(error)) throw error
    // Thrown by a plugin or by the interaction: it may quote codes and tokens, so only its kind is kept.
    const kind = error instanceof Error ? error.name : 'unknown failure'
    throw new CCProxyError('CCPROXY_INTERNAL', `the sign-in by the flow ${flow.id} failed: ${kind}`)
  } finally {
    attempt.end()
  }
}

async function dispatch(
  flow: OAuthFlow,
  session: LoginSession,
  attempt: Attempt,
  timing: FlowTiming,
): Promise<NewCredential> {
  switch (flow.kind) {
    case 'authorization-code':
      return await loginWithAuthorizationCode(flow, session, attempt, timing)
    case 'device-code':
      return await loginWithDeviceCode(flow, session, attempt, timing)
    case 'api-key':
      return await loginWithApiKey(flow, session, attempt)
    case 'custom':
      return await loginWithCustomFlow(flow, session, attempt, timing)
    case 'linked':
      return await attempt.race(loginWithLink(flow, session, attempt.signal, timing))
    case 'jwt-bearer':
    case 'client-credentials':
      break
  }
  return await attempt.race(exchangeGrant(flow, session, timing))
}
