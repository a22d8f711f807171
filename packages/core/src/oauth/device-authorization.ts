// RFC 8628 §3.1–3.2: asks for a device code and checks what a person will be shown of the answer.
import * as oauth from 'oauth4webapi'
import { CCProxyError } from '../errors/ccproxy-error.js'
import { isSecureEndpoint } from '../http/endpoint.js'
import type { DeviceCodeFlow } from './oauth-flow.js'
import type { JsonObject } from './wire/json-object.js'
import { partiesOf, type ServerCall } from './wire/parties.js'
import { callServer } from './wire/server-call.js'
import { withoutControlCharacters } from './wire/server-text.js'

export interface DeviceAuthorization {
  readonly deviceCode: string
  readonly userCode: string
  readonly verificationUri: URL
  /** Holds the user code already. */
  readonly completeUri: URL | undefined
  readonly intervalMs: number
  /** On the monotonic clock. */
  readonly expiresAtMonotonic: number
}

const defaultIntervalMs = 5000
const longestLifeMs = 3_600_000
const userCodeLimit = 64

/** @throws CCPROXY_OAUTH_VERIFICATION_URI | CCPROXY_OAUTH_ANSWER_INVALID | CCPROXY_OAUTH_* */
export async function requestDeviceAuthorization(
  call: ServerCall & { readonly flow: DeviceCodeFlow },
): Promise<DeviceAuthorization> {
  const { flow, session, timing } = call
  const startedAt = session.clock.monotonic()
  const endpoint = {
    what: 'device authorization endpoint',
    url: flow.deviceAuthorizationUrl,
    timeoutMs: timing.requestTimeoutMs,
  } as const
  const scope = flow.scopes.length === 0 ? {} : { scope: flow.scopes.join(' ') }
  const raw = await callServer(
    call,
    endpoint,
    ({ server, client, authentication }, options) =>
      oauth.deviceAuthorizationRequest(server, client, authentication, scope, options),
    { message: 'the sign-in was refused' },
  )
  const answer = await checked(raw, call)
  const userCode = withoutControlCharacters(answer.user_code).slice(0, userCodeLimit)
  if (userCode === '') throw unusable(call)
  const completeUri = answer.verification_uri_complete
  return {
    deviceCode: answer.device_code,
    userCode,
    verificationUri: verificationUri(answer.verification_uri, call),
    completeUri: completeUri === undefined ? undefined : verificationUri(completeUri, call),
    intervalMs: answer.interval === undefined ? defaultIntervalMs : answer.interval * 1000,
    expiresAtMonotonic: startedAt + Math.min(answer.expires_in * 1000, longestLifeMs),
  }
}

async function checked(raw: JsonObject, call: ServerCall): Promise<oauth.DeviceAuthorizationResponse> {
  const { server, client } = partiesOf(call)
  const { interval, verification_uri: uri, verification_url: url, ...rest } = raw
  const seconds = Number(interval)
  const body = {
    ...rest,
    // Google's name for it is older than the RFC.
    verification_uri: uri ?? url,
    ...(Number.isFinite(seconds) && seconds > 0 && { interval: seconds }),
  }
  try {
    return await oauth.processDeviceAuthorizationResponse(server, client, Response.json(body))
  } catch {
    throw unusable(call)
  }
}

/** A page that a person is told to open must be the provider's: https, on a host that the flow declares. */
function verificationUri(address: string, { flow, session }: ServerCall & { readonly flow: DeviceCodeFlow }): URL {
  const own = [flow.deviceAuthorizationUrl, flow.token.url, flow.issuer].filter((url) => url !== undefined)
  const hosts = flow.verificationHosts ?? own.filter((url) => URL.canParse(url)).map((url) => new URL(url).hostname)
  // A fragment is harmless in what is only shown.
  if (isSecureEndpoint(address.replace(/#.*$/s, ''))) {
    const url = new URL(address)
    if (hosts.includes(url.hostname) || hosts.includes(url.host)) return url
  }
  throw new CCProxyError(
    'CCPROXY_OAUTH_VERIFICATION_URI',
    `${session.key.provider}/${session.key.account}: the address to visit is not on ${hosts.join(', ')}`,
  )
}

function unusable({ session, flow }: ServerCall): CCProxyError {
  return new CCProxyError(
    'CCPROXY_OAUTH_ANSWER_INVALID',
    `${session.key.provider}/${session.key.account}: the flow ${flow.id} got no usable device code`,
  )
}
