import { once } from 'node:events'
import type { Server } from 'node:http'

export interface Listening {
  readonly origin: string
  readonly close: () => Promise<void>
}

/** On any free port of this machine. It ends connections at rest long after it says that it does. */
export async function listen(server: Server): Promise<Listening> {
  server.keepAliveTimeoutBuffer = 60_000
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server does not listen on a port')
  return {
    origin: `http://127.0.0.1:${address.port}`,
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
