import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { CCProxyError, isCCProxyError } from '@ccproxy/core'
import { type ClientError, sendClientError } from '@ccproxy/host'
import type { ParserError } from './broken-request.js'
import { answerProbe } from './client-probes.js'
import { continueWhenWanted } from './continue-when-wanted.js'
import type { AppOptions } from './create-app.js'
import { forwardRequest } from './forward-request.js'
import { OpenRequests } from './open-requests.js'
import type { OwnRoutes } from './own-routes.js'
import { firstSegment, ownSegments } from './own-segments.js'
import { ConnectionRefusals, connectRefused, upgradeRefused } from './refuse-connection.js'
import { renderRefusal } from './render-refusal.js'
import { createRequestGuard } from './request-guard.js'
import type { ServerLimits } from './server-limits.js'

/** What a node:http server needs of us. */
export interface Listener {
  request(incoming: IncomingMessage, outgoing: ServerResponse): void
  /** The client holds its body back until it is asked for it. */
  checkContinue(incoming: IncomingMessage, outgoing: ServerResponse): void
  upgrade(incoming: IncomingMessage, socket: Duplex): void
  connect(incoming: IncomingMessage, socket: Duplex): void
  /** Loads what was left out to start sooner; the first request for it would wait otherwise. Never rejects. */
  load(): Promise<void>
  /** Bytes that are no HTTP, headers that are too large or too slow. */
  clientError(error: ParserError, socket: Duplex): void
}

/** The checks, then the routes. */
export function createListener(options: AppOptions, limits: ServerLimits): Listener {
  const { host } = options
  const forwarding = { host, providerNames: new Set(host.providers.map(({ name }) => name)) }
  const guard = createRequestGuard(options, limits)
  const requests = new OpenRequests()
  const refusals = new ConnectionRefusals(host, requests)
  let loading: Promise<OwnRoutes> | undefined
  // Hono and what it brings of fetch are half of the time to start, and nothing that a client waits for.
  const loadOwnRoutes = async (): Promise<OwnRoutes> =>
    (loading ??= import('./own-routes.js').then(({ createOwnRoutes }) => createOwnRoutes(options)))

  function refuse(incoming: IncomingMessage, outgoing: ServerResponse, error: unknown): void {
    // Where a request ends that is no HTTP for sure, nobody can say.
    if (isCCProxyError(error) && error.code === 'CCPROXY_HTTP_MALFORMED') outgoing.shouldKeepAlive = false
    const refusal = renderRefusal(host, incoming, error)
    logRefusal(options, incoming, refusal)
    sendClientError(outgoing, refusal)
  }

  async function serveOwn(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    try {
      const handle = await loadOwnRoutes()
      await handle(incoming, outgoing)
    } catch (error) {
      refuse(incoming, outgoing, error)
    }
  }

  function serve(incoming: IncomingMessage, outgoing: ServerResponse): void {
    try {
      if (requests.add(incoming, outgoing) > limits.pipelinedRequests)
        throw new CCProxyError('CCPROXY_HTTP_BUSY', 'too many requests of this connection wait for their answers')
      guard.check(incoming)
      if (answerProbe(incoming, outgoing, forwarding.providerNames)) return
      // Neither ever rejects. Past Hono: its Request and routing cost a fifth of the work for a request.
      if (ownSegments.has(firstSegment(incoming.url ?? '/'))) void serveOwn(incoming, outgoing)
      else void forwardRequest(forwarding, incoming, outgoing)
    } catch (error) {
      refuse(incoming, outgoing, error)
    }
  }

  return {
    request: serve,
    load: async () => void (await loadOwnRoutes().catch(() => {})),
    checkContinue(incoming, outgoing) {
      continueWhenWanted(incoming, outgoing)
      serve(incoming, outgoing)
    },
    upgrade(incoming, socket) {
      try {
        guard.checkUpgrade(incoming)
        refusals.tunnel(incoming, socket, upgradeRefused(), ['upgrade: HTTP/1.1'])
      } catch (error) {
        refusals.tunnel(incoming, socket, error)
      }
    },
    connect: (incoming, socket) => refusals.tunnel(incoming, socket, connectRefused()),
    clientError: (error, socket) => refusals.broken(error, socket),
  }
}

/** The reason is the code that the client got; the query may hold a key. */
function logRefusal({ requestLog }: AppOptions, { method, url = '' }: IncomingMessage, refusal: ClientError): void {
  const { 'x-ccproxy-request-id': requestId, 'x-ccproxy-error': reason } = refusal.headers
  requestLog?.warn('request', { requestId, method, path: url.split('?', 1)[0], status: refusal.status, reason })
}
