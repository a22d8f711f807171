// A token endpoint behind TLS whose handshake takes its time: the moment between a connection and a request, made longer.
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { startRecordingUpstream } from '../upstream/start-recording-upstream.js'

export interface TokenFront {
  /** https on loopback, with `testCertificate`. */
  readonly url: string
  /** Requests that arrived. */
  readonly arrived: () => number
  close(): Promise<void>
}

/** @param tokenUrl where requests go on to, over plain HTTP */
export async function startTokenFront(tokenUrl: string, handshakeMs: number): Promise<TokenFront> {
  let arrived = 0
  const inner = await startRecordingUpstream({
    tls: true,
    answer: async (request, response) => {
      arrived += 1
      const headers = { 'content-type': request.header('content-type') ?? '' }
      const answer = await fetch(tokenUrl, { method: 'POST', headers, body: new Uint8Array(request.body) })
      const type = answer.headers.get('content-type') ?? ''
      response.writeHead(answer.status, { 'content-type': type }).end(await answer.text())
    },
  })
  const sockets = new Set<Socket>()
  const outer = createServer({ pauseOnConnect: true }, (client) => {
    sockets.add(client.on('error', () => {}))
    setTimeout(() => {
      const server = connect(Number(new URL(inner.origin).port), '127.0.0.1').on('error', () => client.destroy())
      sockets.add(server)
      client.once('close', () => server.destroy())
      client.pipe(server).pipe(client)
      client.resume()
    }, handshakeMs)
  })
  outer.listen(0, '127.0.0.1')
  await once(outer, 'listening')
  const address = outer.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `https://127.0.0.1:${port}/token`,
    arrived: () => arrived,
    async close() {
      for (const socket of sockets) socket.destroy()
      outer.close()
      await inner.close()
    },
  }
}
