// The loopback end of a sign-in in the browser: launches it by a one-time address and takes its answer.
import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { bindLoopback, type LoopbackHost } from './bind-loopback.js'
import type { CallbackVerdict } from './judge-callback.js'
import { type ResultPage, sendOn, sendPage, sendStatus } from './result-page.js'

export interface CallbackServerOptions {
  readonly host: LoopbackHost
  /** 0: any. */
  readonly port: number
  /** Exactly this one is the callback. Absent: the server only launches. */
  readonly path?: string
  /** How long `close` waits for the browser to fetch the result page. */
  readonly graceMs: number
  judge(parameters: URLSearchParams): CallbackVerdict
  /** An answer that is not of this attempt came by. */
  onIgnored(): void
}

export interface CallbackServer {
  readonly port: number
  /** Settles once, with the parameters or with the error that they mean. */
  readonly answer: Promise<URLSearchParams>
  /** @returns a local address that redirects to `target`, once */
  launchUrl(target: URL): URL
  close(): Promise<void>
}

const resultPaths: Readonly<Record<'received' | 'failed', string>> = {
  received: '/sign-in/received',
  failed: '/sign-in/failed',
}
const resultPages: ReadonlyMap<string, ResultPage> = new Map([
  [resultPaths.received, 'received'],
  [resultPaths.failed, 'failed'],
])

/** @returns why not, as `bindLoopback` */
export async function openCallbackServer(options: CallbackServerOptions): Promise<CallbackServer | 'taken' | 'absent'> {
  const answer = Promise.withResolvers<URLSearchParams>()
  const pageServed = Promise.withResolvers<void>()
  answer.promise.catch(() => {})
  let ownHost = ''
  let launch: { readonly path: string; target: string | undefined } | undefined
  let answered = false

  function takeAnswer(query: string, response: ServerResponse): void {
    if (answered) return sendPage(response, 'closed')
    const verdict = options.judge(new URLSearchParams(query))
    if (verdict.kind === 'ignored') {
      sendPage(response, 'ignored')
      return options.onIgnored()
    }
    answered = true
    sendOn(response, resultPaths[verdict.kind === 'accepted' ? 'received' : 'failed'])
    if (verdict.kind === 'accepted') answer.resolve(verdict.parameters)
    else answer.reject(verdict.error)
  }

  function respond(request: IncomingMessage, response: ServerResponse): void {
    const target = request.url ?? ''
    const queryAt = target.indexOf('?')
    const path = queryAt === -1 ? target : target.slice(0, queryAt)
    if (!isFor(request, ownHost)) return sendStatus(response, 400)
    if (request.method !== 'GET') return sendStatus(response, 405, { allow: 'GET' })
    // What is fetched ahead may never be looked at; refused, it is fetched again when it is.
    if (isSpeculative(request)) return sendStatus(response, 503)
    if (path === options.path) return takeAnswer(queryAt === -1 ? '' : target.slice(queryAt + 1), response)
    if (path === launch?.path) {
      const { target: location } = launch
      launch.target = undefined
      return location === undefined ? sendPage(response, 'used') : sendOn(response, location)
    }
    const page = resultPages.get(path)
    if (page === undefined) return sendStatus(response, 404)
    response.once('close', pageServed.resolve)
    sendPage(response, page)
  }

  const binding = await bindLoopback(options.host, options.port, respond)
  if (typeof binding === 'string') return binding
  const base = new URL(`http://${options.host}:${binding.port}/`)
  ownHost = base.host

  return {
    port: binding.port,
    answer: answer.promise,
    launchUrl: (target) => {
      const path = `/start/${randomBytes(16).toString('base64url')}`
      launch = { path, target: target.href }
      return new URL(path, base)
    },
    close: async () => {
      // The browser was just sent on: closing under it would show an error page after a good sign-in.
      if (answered) await Promise.race([pageServed.promise, delay(options.graceMs, undefined, { ref: false })])
      await binding.close()
    },
  }
}

/** A browser that guesses where the person goes next, or draws a page ahead. */
function isSpeculative({ headers }: IncomingMessage): boolean {
  const purposes = [headers['sec-purpose'], headers['purpose'], headers['x-purpose'], headers['x-moz']]
  return purposes.some((purpose) => /prefetch|prerender|preview/i.test(String(purpose ?? '')))
}

/** Exactly one Host, ours: any other is a page that had its name point here (DNS rebinding). */
function isFor(request: IncomingMessage, host: string): boolean {
  const hosts = request.headersDistinct['host'] ?? []
  return hosts.length === 1 && hosts[0]?.toLowerCase() === host
}
