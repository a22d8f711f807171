import type { Server } from 'node:http'
import type { Listener } from './create-listener.js'
import type { ServerLimits } from './server-limits.js'

// Imported, node:http brings all of fetch with it, which takes longer to load than everything else of a server.
const { createServer } = process.getBuiltinModule('node:http')

/** A server that is not listening yet. */
export function createHttpServer(listener: Listener, limits: ServerLimits): Server {
  const server = createServer({
    connectionsCheckingInterval: limits.checkEveryMs,
    headersTimeout: limits.headersMs,
    keepAliveTimeout: limits.keepAliveMs,
    // Twice of what our own check lets pass: that one can answer in the client's dialect.
    maxHeaderSize: 2 * limits.headerBytes,
    // A body may take as long as it takes, but not stop: whoever reads it sees to that.
    requestTimeout: 0,
    // Our own check answers a missing Host, in the client's dialect.
    requireHostHeader: false,
  })
  server.maxConnections = limits.connections
  server.on('request', (incoming, outgoing) => listener.request(incoming, outgoing))
  server.on('checkContinue', (incoming, outgoing) => listener.checkContinue(incoming, outgoing))
  // Whatever else is expected is not done, which a client must be ready for.
  server.on('checkExpectation', (incoming, outgoing) => listener.request(incoming, outgoing))
  server.on('upgrade', (incoming, socket) => listener.upgrade(incoming, socket))
  server.on('connect', (incoming, socket) => listener.connect(incoming, socket))
  server.on('clientError', (error, socket) => listener.clientError(error, socket))
  return server
}
