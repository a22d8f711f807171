// The offline model itself, which remembers what it was asked.
import { once } from 'node:events'
import { createModelApp } from '@ccproxy/sandbox'
import { createAdaptorServer } from '@hono/node-server'
import { dialectOf } from '../providers.ts'

export interface SentRequest {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
}

export interface Recorder {
  readonly origin: string
  /** What was asked of a model, since the last call. */
  takeRequests(): readonly SentRequest[]
  [Symbol.asyncDispose](): Promise<void>
}

export async function startRecorder(): Promise<Recorder> {
  const model = createModelApp({ authorize: () => 'accepted' })
  let requests: SentRequest[] = []
  const server = createAdaptorServer({
    fetch: async (request, bindings) => {
      const { pathname, search } = new URL(request.url)
      if (dialectOf(pathname) !== undefined) {
        const body: unknown = await request.clone().json()
        // Its body will have another length.
        const headers = [...request.headers].filter(([name]) => name !== 'content-length')
        requests.push({ path: `${pathname}${search}`, headers: Object.fromEntries(headers), body })
      }
      return model.fetch(request, bindings)
    },
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the recorder does not listen on a port')
  return {
    origin: `http://127.0.0.1:${address.port}`,
    takeRequests: () => {
      const taken = requests
      requests = []
      return taken
    },
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close')
      server.close()
      if ('closeAllConnections' in server) server.closeAllConnections()
      await closed
    },
  }
}
