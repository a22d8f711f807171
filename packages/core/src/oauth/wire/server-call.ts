// Carries a request that oauth4webapi has built to the authorization server, with that server's deviations.
import * as oauth from 'oauth4webapi'
import { isLoopbackUrl } from '../../http/endpoint.js'
import { fetchAfter } from '../../http/http-client.js'
import { assertSecureEndpoint } from './assert-secure-endpoint.js'
import { exchangeOverHttp, type HttpReply } from './http-exchange.js'
import type { JsonObject } from './json-object.js'
import { type InvalidGrant, judgeReply } from './judge-reply.js'
import { type Parties, partiesOf, type ServerCall } from './parties.js'

export interface Endpoint {
  readonly what: 'token endpoint' | 'device authorization endpoint' | 'revocation endpoint'
  readonly url: string
  readonly timeoutMs: number
}

/** One of oauth4webapi's `…Request` functions, with its arguments but the last bound. */
export type Send = (parties: Parties, options: oauth.HttpRequestOptions<'POST', URLSearchParams>) => Promise<Response>

/** Sees the exchange before it is judged. */
export type Observe = (grant: string, exchange: () => Promise<HttpReply>) => Promise<HttpReply>

// What a server may repeat to us in a description but nobody else should read.
const secretParameters = [
  'code',
  'code_verifier',
  'refresh_token',
  'token',
  'device_code',
  'client_secret',
  'assertion',
  'client_assertion',
]

/**
 * @returns the body of the successful answer, normalized
 * @throws CCPROXY_OAUTH_ENDPOINT_INSECURE before anything is sent; what `exchangeOverHttp` and `judgeReply` throw
 */
export async function callServer(
  call: ServerCall,
  endpoint: Endpoint,
  send: Send,
  invalidGrant: InvalidGrant,
  observe: Observe = (_grant, exchange) => exchange(),
): Promise<JsonObject> {
  const { flow, session } = call
  let answer: JsonObject = {}
  await dispatch(call, endpoint, send, async (form, exchange) => {
    const reply = await observe(form.get('grant_type') ?? '', exchange)
    const normalize = flow.token.normalize?.bind(flow.token)
    const explain = flow.token.explain?.bind(flow.token)
    answer = judgeReply(reply, {
      ...names(call, endpoint),
      invalidGrant,
      secrets: [...secretParameters.map((name) => form.get(name) ?? ''), flow.clientSecret ?? ''],
      now: session.clock.now(),
      ...(normalize !== undefined && { normalize }),
      ...(explain !== undefined && { explain }),
    })
    return Response.json(answer)
  })
  return answer
}

/** @returns the status of an answer whose body says nothing. @throws as `callServer` */
export async function callServerForStatus(call: ServerCall, endpoint: Endpoint, send: Send): Promise<number> {
  let status = 0
  await dispatch(call, endpoint, send, async (_form, exchange) => {
    status = (await exchange()).status
    return new Response()
  })
  return status
}

function names(
  { session }: ServerCall,
  { what, url }: Endpoint,
): { readonly account: string; readonly endpoint: string } {
  const { provider, account } = session.key
  return { account: `${provider}/${account}`, endpoint: `the ${what} of ${new URL(url).origin}` }
}

async function dispatch(
  call: ServerCall,
  endpoint: Endpoint,
  send: Send,
  receive: (form: URLSearchParams, exchange: () => Promise<HttpReply>) => Promise<Response>,
): Promise<void> {
  const { flow, session, signal } = call
  const url = assertSecureEndpoint(endpoint.url, endpoint.what)
  const { account, endpoint: name } = names(call, endpoint)
  const { beforeSend } = session
  const isGated = beforeSend !== undefined && endpoint.what === 'token endpoint'
  const fetch = isGated ? fetchAfter(session.fetch, beforeSend) : session.fetch
  await send(partiesOf(call), {
    [oauth.allowInsecureRequests]: isLoopbackUrl(url),
    [oauth.customFetch]: async (address, { body, headers }) => {
      const form = withExtraParameters(body, flow.token.params)
      const init = encoded(form, requestHeaders(headers, flow.token.headers), flow.token.encoding)
      const limits = { timeoutMs: endpoint.timeoutMs, signal }
      return await receive(form, () => exchangeOverHttp(fetch, address, init, `${account}: ${name}`, limits))
    },
  })
}

function withExtraParameters(body: URLSearchParams, extra: Readonly<Record<string, string>> = {}): URLSearchParams {
  const form = new URLSearchParams(body)
  for (const [name, value] of Object.entries(extra)) if (!form.has(name)) form.set(name, value)
  return form
}

function requestHeaders(standard: Record<string, string>, extra: Readonly<Record<string, string>> = {}): Headers {
  const headers = new Headers({ ...standard, 'user-agent': 'ccproxy' })
  for (const [name, value] of Object.entries(extra)) headers.set(name, value)
  return headers
}

function encoded(form: URLSearchParams, headers: Headers, encoding: 'form' | 'json' = 'form'): RequestInit {
  if (encoding === 'form') return { method: 'POST', headers, body: form.toString() }
  headers.set('content-type', 'application/json')
  return { method: 'POST', headers, body: JSON.stringify(Object.fromEntries(form)) }
}
