// A provider that answers, and fails, as the requests themselves ask for, and looks at every token that it is sent.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Problems } from '../checks/problems.ts'
import { answerPieces } from '../load/answer-text.ts'
import { clientKey } from '../load/client-key.ts'
import { listen } from './listen.ts'
import type { ProviderName } from './login.ts'
import { type Orders, readOrders } from './orders.ts'
import type { AuthorizationServer } from './start-authorization-server.ts'
import { errorBody, wireOf } from './wire.ts'

export interface Provider extends AsyncDisposable {
  readonly origin: string
  /** How often which fault was played. */
  readonly faults: ReadonlyMap<string, number>
  /** Requests that were answered 401 and then came again with another token. */
  readonly replays: number
  /** Answers under way. */
  readonly busy: number
  /** Ends connections at rest. */
  hangUp(): void
}

export interface ProviderOptions {
  readonly name: ProviderName
  readonly logins: Pick<AuthorizationServer, 'owner'>
  readonly problems: Problems
  /** A token was good when it was put on a request; how long it may be on its way. */
  readonly longestWayMs: number
}

export async function startProvider({ name, logins, problems, longestWayMs }: ProviderOptions): Promise<Provider> {
  const faults = new Map<string, number>()
  /** Of requests that were refused once: number → token. */
  const refused = new Map<number, string>()
  let replays = 0
  let busy = 0

  function inspect(request: IncomingMessage, { number, account, plannedAt }: Orders): string {
    const token = (request.headers.authorization ?? '').replace('Bearer ', '')
    const owner = logins.owner(token)
    const endsAt = owner?.endOf(token) ?? 0
    const asked = `${name}/${account}`
    if (owner?.name !== asked)
      problems.add('token of another account', `#${number}: ${owner?.name ?? 'nobody'} for ${asked}`)
    else if (endsAt + longestWayMs < Date.now())
      problems.add(
        'expired token',
        `#${number}: ${Date.now() - endsAt} ms after its end, ${Date.now() - plannedAt} ms after the request was made`,
      )
    if (request.rawHeaders.some((value) => value.includes(clientKey))) problems.add('client key upstream', `#${number}`)
    return token
  }

  /** @returns whether the request is to be refused */
  function refusesOnce(number: number, token: string): boolean {
    const before = refused.get(number)
    if (before === undefined) {
      refused.set(number, token)
      return true
    }
    refused.delete(number)
    replays += 1
    if (before === token) problems.add('replayed with the same token', `#${number}`)
    return false
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request)
    if (!/^\/v1\/(?:messages|chat\/completions)(?:$|\?)/.test(request.url ?? ''))
      return void response.writeHead(404, { 'content-type': 'application/json' }).end(errorBody(name, 404))
    const orders = readOrders(name, body)
    const token = inspect(request, orders)
    faults.set(orders.fault, (faults.get(orders.fault) ?? 0) + 1)
    switch (orders.fault) {
      case 'refused-once':
        return refusesOnce(orders.number, token) ? refuse(response, 401) : serve(response, orders, 'none')
      case 'rate-limited':
        return refuse(response, 429, { 'retry-after': '1' })
      case 'server-error':
        return refuse(response, 500)
      case 'reset-before-head':
        return void response.socket?.resetAndDestroy()
      case 'silent-before-head':
        return
      case 'none':
      case 'reset-after-head':
      case 'truncated':
      case 'silent-midway':
        return serve(response, orders, orders.fault)
    }
  }

  function refuse(response: ServerResponse, status: number, headers: Readonly<Record<string, string>> = {}): void {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(errorBody(name, status))
  }

  async function serve(response: ServerResponse, orders: Orders, fault: Orders['fault']): Promise<void> {
    const { number, isStream, pieceDelayMs } = orders
    const { json, frames } = wireOf(name, number, answerPieces({ provider: name, ...orders }))
    const whole = isStream ? frames : [json.slice(0, 100), json.slice(100)]
    response.writeHead(200, {
      'content-type': isStream ? 'text/event-stream' : 'application/json',
      ...(!isStream && { 'content-length': Buffer.byteLength(json) }),
    })
    response.flushHeaders()
    if (fault === 'reset-after-head') return void response.socket?.resetAndDestroy()
    for (const part of fault === 'none' ? whole : halfOf(whole, number)) {
      if (response.destroyed) return
      if (!response.write(part)) await drained(response)
      if (isStream && pieceDelayMs > 0) await sleep(pieceDelayMs)
    }
    if (fault === 'none') response.end()
    if (fault === 'truncated') response.socket?.end()
  }

  const server = createServer((request, response) => {
    busy += 1
    response.on('close', () => (busy -= 1))
    answer(request, response).catch((error: unknown) => {
      // Who left while sending has nothing left to complain about.
      if (!request.complete) return
      problems.add('request that nobody sent', String(error))
      response.destroy()
    })
  })
  const { origin, close } = await listen(server)
  return {
    origin,
    faults,
    get replays() {
      return replays
    },
    get busy() {
      return busy
    },
    hangUp: () => server.closeIdleConnections(),
    [Symbol.asyncDispose]: close,
  }
}

/** With every other number it ends in the middle of an event. */
function halfOf(parts: readonly string[], number: number): readonly string[] {
  const middle = Math.floor(parts.length / 2)
  const next = parts[middle] ?? ''
  return [...parts.slice(0, middle), ...(number % 2 === 0 ? [next.slice(0, next.length / 2)] : [])]
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    response.once('drain', resolve)
    response.once('close', resolve)
  })
}
