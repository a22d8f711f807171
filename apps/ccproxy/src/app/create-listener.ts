import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { CCProxyError, toCCProxyError } from '@ccproxy/core'
import { type ClientError, type Host, renderClientError, sendClientError } from '@ccproxy/host'
import { getRequestListener, RequestError } from '@hono/node-server'
import { type AppOptions, createApp } from './create-app.js'
import { errorDialect } from './error-dialect.js'
import { forwardRequest } from './forward-request.js'
import { firstSegment, ownSegments } from './own-segments.js'
import { sendRawAnswer } from './raw-answer.js'
import { createRequestGuard } from './request-guard.js'

/** What a node:http server needs of us. */
export interface Listener {
  request(incoming: IncomingMessage, outgoing: ServerResponse): void
  upgrade(incoming: IncomingMessage, socket: Duplex): void
  /** Bytes that are no HTTP, headers that are too large or too slow. */
  clientError(error: Error, socket: Duplex): void
}

/** The checks, then the routes. @param port asked at each request, since it is known only once the server listens */
export function createListener(options: AppOptions, port: () => number): Listener {
  const { host } = options
  const guard = createRequestGuard(options)
  const app = createApp(options)
  const handle = getRequestListener((request, env) => app.fetch(request, env), {
    // Only addresses what we answer ourselves, and no answer holds it.
    hostname: 'localhost',
    overrideGlobalObjects: false,
    errorHandler: (error) =>
      response(
        rendered(
          host,
          undefined,
          error instanceof RequestError
            ? new CCProxyError('CCPROXY_HTTP_HOST_REFUSED', 'the Host header is no name')
            : error,
        ),
      ),
  })

  return {
    request(incoming, outgoing) {
      try {
        guard.check(incoming, port())
        // Neither ever rejects. Past Hono: its Request and routing cost a fifth of the work for a request.
        if (ownSegments.has(firstSegment(incoming.url ?? '/'))) void handle(incoming, outgoing)
        else void forwardRequest(host, incoming, outgoing)
      } catch (error) {
        sendClientError(outgoing, rendered(host, incoming, error))
      }
    },
    upgrade(incoming, socket) {
      try {
        guard.checkUpgrade(incoming, port())
        throw new CCProxyError('CCPROXY_HTTP_UPGRADE_REFUSED', 'this server does not upgrade connections')
      } catch (error) {
        sendRawAnswer(socket, rendered(host, incoming, error), ['upgrade: HTTP/1.1'])
      }
    },
    clientError(error, socket) {
      const status = parserStatus(Reflect.get(error, 'code'))
      sendRawAnswer(socket, {
        ...rendered(host, undefined, new CCProxyError('CCPROXY_HTTP_TARGET_REFUSED', 'this is no HTTP request')),
        status,
      })
    },
  }
}

function rendered(host: Host, incoming: IncomingMessage | undefined, error: unknown): ClientError {
  const provider = host.provider(firstSegment(incoming?.url ?? '/'))
  const dialect = incoming === undefined ? undefined : errorDialect(incoming, provider)
  return renderClientError(toCCProxyError(error), dialect, { requestId: randomUUID(), provider: provider?.name })
}

function response({ status, headers, body }: ClientError): Response {
  return new Response(body, { status, headers })
}

function parserStatus(code: unknown): number {
  if (code === 'HPE_HEADER_OVERFLOW') return 431
  return code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400
}
