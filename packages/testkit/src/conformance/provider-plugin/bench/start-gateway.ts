// The proxy of the suite: the host's real routing and transport around one provider, on a port of its own.
import { createServer, type Server } from 'node:http'
import { type HookBus, type Logger, type ProviderPluginRuntime, systemClock } from '@ccproxy/core'
import { createOutbound, createTransport, detectDialect, HeaderList, resolveRoute } from '@ccproxy/host'
import type { ClientRequestFixture } from '../client-requests/client-request.js'
import { type PlayedClient, playClient } from './play-client.js'

export interface Gateway {
  send(request: ClientRequestFixture): PlayedClient
  /** Resolves when no exchange is under way. */
  idle(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

export interface GatewayOptions {
  readonly provider: ProviderPluginRuntime
  readonly hooks: HookBus
  readonly logger: Logger
}

export async function startGateway({ provider, hooks, logger }: GatewayOptions): Promise<Gateway> {
  const network = { connectTimeout: 5, responseTimeout: 20, idleTimeout: 20 }
  const outbound = createOutbound(network, {})
  const transport = createTransport({ dispatcher: outbound.dispatcher, hooks, logger, clock: systemClock, network })
  const providerNames = new Set([provider.name])
  let sequence = 0
  const server = createServer((incoming, outgoing) => {
    const route = resolveRoute(incoming.url ?? '/', providerNames)
    const dialect = detectDialect(route.path, new HeaderList(incoming.rawHeaders))
    sequence += 1
    const requestId = `request-${sequence}`
    const { path } = route
    void transport.forward({ requestId, provider, account: 'default', path, dialect, incoming, outgoing })
  })
  const port = await listen(server)
  return {
    send: (request) => playClient(port, `/${provider.name}`, request),
    idle: () => transport.close(),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => {
        server.close(resolve)
      })
      await transport.close()
      await outbound.close()
    },
  }
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      if (address === null || typeof address === 'string') reject(new Error('the proxy does not listen on a port'))
      else resolve(address.port)
    })
  })
}
