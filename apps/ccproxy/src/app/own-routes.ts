// Our own routes on node:http. Apart from the listener, so that Hono is loaded once the server listens.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { CCProxyError } from '@ccproxy/core'
import type { ClientError } from '@ccproxy/host'
import { getRequestListener, RequestError } from '@hono/node-server'
import { type AppOptions, createApp } from './create-app.js'
import { renderRefusal } from './render-refusal.js'

/** Answers a request that passed the checks. */
export type OwnRoutes = (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>

export function createOwnRoutes(options: AppOptions): OwnRoutes {
  const app = createApp(options)
  const listener = getRequestListener((request, env) => app.fetch(request, env), {
    // Only addresses what we answer ourselves, and no answer holds it.
    hostname: 'localhost',
    overrideGlobalObjects: false,
    errorHandler: (error) =>
      response(
        renderRefusal(
          options.host,
          undefined,
          error instanceof RequestError
            ? new CCProxyError('CCPROXY_HTTP_HOST_REFUSED', 'the Host header is no name')
            : error,
        ),
      ),
  })
  return async (incoming, outgoing) => {
    // The library takes an IPv4 address in the form of IPv6 for no name.
    if (incoming.headers.host?.startsWith('[::ffff:') === true) incoming.headers.host = 'localhost'
    await listener(incoming, outgoing)
  }
}

function response({ status, headers, body }: ClientError): Response {
  return new Response(body, { status, headers })
}
