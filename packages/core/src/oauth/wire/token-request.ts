// One call to a token endpoint, with its hook events.
import { HookEvent } from '../../hooks/hook-event.js'
import type { HttpReply } from './http-exchange.js'
import { parseJsonObject } from './json-object.js'
import type { InvalidGrant } from './judge-reply.js'
import type { ServerCall } from './parties.js'
import { callServer, type Observe, type Send } from './server-call.js'
import { readTokenAnswer, type TokenAnswer } from './token-answer.js'

export interface TokenRequest {
  readonly send: Send
  readonly invalidGrant: InvalidGrant
  /** A further poll for the same device code: observers were told of the first. */
  readonly repeated?: boolean
}

/** @throws CCPROXY_OAUTH_*; a token was not necessarily left unspent unless it is CCPROXY_OAUTH_UNREACHABLE */
export async function requestToken(call: ServerCall, request: TokenRequest): Promise<TokenAnswer> {
  const endpoint = {
    what: 'token endpoint',
    url: call.flow.token.url,
    timeoutMs: call.timing.requestTimeoutMs,
  } as const
  const answer = await callServer(call, endpoint, request.send, request.invalidGrant, observer(call, request))
  return await readTokenAnswer(answer, call)
}

function observer({ session, flow }: ServerCall, { repeated = false }: TokenRequest): Observe {
  const { hooks, clock, key } = session
  return async (grant, exchange) => {
    if (!repeated && hooks.observed(HookEvent.OAUTH_TOKEN_REQUEST)) {
      hooks.emit(HookEvent.OAUTH_TOKEN_REQUEST, { key, flow: flow.id, grant })
    }
    const startedAt = clock.monotonic()
    const reply = await exchange()
    if (hooks.observed(HookEvent.OAUTH_TOKEN_RESPONSE) && !isPending(reply)) {
      const durationMs = clock.monotonic() - startedAt
      hooks.emit(HookEvent.OAUTH_TOKEN_RESPONSE, { key, flow: flow.id, status: reply.status, durationMs })
    }
    return reply
  }
}

/** RFC 8628 §3.5: not an answer yet. */
function isPending({ status, text }: HttpReply): boolean {
  if (status < 400 || text === undefined) return false
  const error = parseJsonObject(text)?.['error']
  return error === 'authorization_pending' || error === 'slow_down'
}
