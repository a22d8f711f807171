import * as oauth from 'oauth4webapi'
import { CCProxyError, isCCProxyError } from '../errors/ccproxy-error.js'
import type { ErrorCode } from '../errors/error-table.js'
import type { NewOAuthCredential } from '../storage/credential.js'
import type { Attempt } from './attempt.js'
import { type DeviceAuthorization, requestDeviceAuthorization } from './device-authorization.js'
import { withEndpoints } from './discover-endpoints.js'
import type { LoginSession } from './flow-session.js'
import type { FlowTiming } from './flow-timing.js'
import { assertClient } from './flow-usable.js'
import { grantedCredential } from './new-credential.js'
import type { DeviceCodeFlow } from './oauth-flow.js'
import { assertSecureEndpoint } from './wire/assert-secure-endpoint.js'
import { oauthErrorOf } from './wire/oauth-error-answer.js'
import type { ServerCall } from './wire/parties.js'
import type { TokenAnswer } from './wire/token-answer.js'
import { requestToken } from './wire/token-request.js'

const slowDownMs = 5000
// One lost poll is nothing; a server that stays away is the person's business.
const lostPollLimit = 3
const passing: ReadonlySet<ErrorCode> = new Set([
  'CCPROXY_OAUTH_UNREACHABLE',
  'CCPROXY_OAUTH_CONNECTION_LOST',
  'CCPROXY_OAUTH_TIMEOUT',
  'CCPROXY_OAUTH_SERVER_ERROR',
  'CCPROXY_OAUTH_RATE_LIMITED',
])
const codeSpent = { message: 'the device code is of no use any more', hint: 'Start the sign-in again.' }

/** RFC 8628. @throws CCPROXY_OAUTH_* */
export async function loginWithDeviceCode(
  declared: DeviceCodeFlow,
  session: LoginSession,
  attempt: Attempt,
  timing: FlowTiming,
): Promise<NewOAuthCredential> {
  const flow = await withEndpoints(declared, session, timing, attempt.signal)
  assertSecureEndpoint(flow.deviceAuthorizationUrl, 'device authorization endpoint')
  assertSecureEndpoint(flow.token.url, 'token endpoint')
  const call = { flow, session, timing, clientId: assertClient(flow), signal: attempt.signal }
  const authorization = await requestDeviceAuthorization(call)
  const { verificationUri, completeUri, userCode } = authorization
  const options = { userCode, ...(completeUri !== undefined && { openUrl: completeUri }) }
  await attempt.race(session.interaction.showUrl(verificationUri, options))
  return grantedCredential(call, await poll(call, authorization, attempt))
}

async function poll(call: ServerCall, authorization: DeviceAuthorization, attempt: Attempt): Promise<TokenAnswer> {
  const { session, timing } = call
  const { clock } = session
  let { intervalMs } = authorization
  let lostPolls = 0
  let waitMs = intervalMs
  for (let polls = 0; ; polls++) {
    if (clock.monotonic() + waitMs >= authorization.expiresAtMonotonic) throw expired(call)
    await attempt.race(timing.sleep(waitMs, attempt.signal))
    try {
      return await requestToken(call, {
        invalidGrant: codeSpent,
        repeated: polls > 0,
        send: ({ server, client, authentication }, options) =>
          oauth.deviceCodeGrantRequest(server, client, authentication, authorization.deviceCode, options),
      })
    } catch (error) {
      const next = whatNext(call, error)
      if (next === 'slow-down') intervalMs += slowDownMs
      lostPolls = next === 'lost' ? lostPolls + 1 : 0
      if (lostPolls > lostPollLimit) throw error
      waitMs = Math.max(intervalMs, retryDelayMs(error, clock.now()))
    }
  }
}

/** @throws what ends the polling */
function whatNext(call: ServerCall, error: unknown): 'pending' | 'slow-down' | 'lost' {
  const answered = oauthErrorOf(error)
  if (answered === 'authorization_pending') return 'pending'
  if (answered === 'slow_down') return 'slow-down'
  if (answered === 'expired_token') throw expired(call)
  if (answered === 'access_denied') {
    throw new CCProxyError('CCPROXY_OAUTH_ACCESS_DENIED', `${subject(call)}: the sign-in was refused`)
  }
  if (isCCProxyError(error) && passing.has(error.code)) return 'lost'
  throw error
}

function retryDelayMs(error: unknown, now: number): number {
  return isCCProxyError(error) && error.retryAt !== undefined ? error.retryAt - now : 0
}

function expired(call: ServerCall): CCProxyError {
  return new CCProxyError('CCPROXY_OAUTH_DEVICE_EXPIRED', `${subject(call)}: the code was not entered in time`)
}

function subject({ session }: ServerCall): string {
  return `${session.key.provider}/${session.key.account}`
}
