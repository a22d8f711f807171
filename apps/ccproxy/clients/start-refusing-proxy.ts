// The only way out that agents are given: it refuses, and remembers where they wanted to go.
import { once } from 'node:events'
import { createServer } from 'node:http'

export interface RefusingProxy {
  readonly url: string
  /** `host:port`, since the last call. */
  takeRefused(): readonly string[]
  [Symbol.asyncDispose](): Promise<void>
}

export async function startRefusingProxy(): Promise<RefusingProxy> {
  const refused = new Set<string>()
  const server = createServer((request, response) => {
    refused.add(request.headers.host ?? '')
    response.writeHead(403).end()
  })
  server.on('connect', ({ url = '' }, socket) => {
    refused.add(url)
    socket.on('error', () => {}).end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the proxy has no address')
  return {
    url: `http://127.0.0.1:${address.port}`,
    takeRefused: () => {
      const taken = [...refused].toSorted()
      refused.clear()
      return taken
    },
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
