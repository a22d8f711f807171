import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'

/** A provider of event streams that end when the test says so. */
export interface StreamProvider extends AsyncDisposable {
  readonly origin: string
  /** Streams that are open, in the order in which they were asked for. */
  readonly streams: ReadonlySet<ServerResponse>
}

/** @param firstEvent sent at once on each stream */
export async function startStreamProvider(firstEvent: string): Promise<StreamProvider> {
  const streams = new Set<ServerResponse>()
  const server = createServer((incoming, outgoing) => {
    incoming.resume()
    streams.add(outgoing)
    outgoing.once('close', () => streams.delete(outgoing))
    outgoing.writeHead(200, { 'content-type': 'text/event-stream' }).write(firstEvent)
  })
  server.listen({ port: 0, host: '127.0.0.1', backlog: 1024 })
  await once(server, 'listening')
  const address = server.address()
  return {
    origin: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    streams,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
