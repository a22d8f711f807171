// The HTTP side that every stand-in has: its own endpoints first, the offline model for every other path.
import { once } from 'node:events'
import { createModelApp, type ModelAppOptions } from '@ccproxy/sandbox'
import { createAdaptorServer } from '@hono/node-server'
import type { ProviderStandIn } from './provider-stand-in.js'

export interface StandInServerOptions extends ModelAppOptions {
  /** What is not the API (a sign-in page, a token endpoint); undefined: the path is the API's. */
  readonly endpoints: (request: Request, url: URL) => Response | undefined | Promise<Response | undefined>
  /** Requests of the API that the model does not know; undefined: the model answers. Called after `authorize` accepted. */
  readonly extras?: (url: URL) => Response | undefined
  /** On every answer of the model that does not have them of its own. */
  readonly responseHeaders?: Readonly<Record<string, string>>
}

export interface StandInServer extends Pick<ProviderStandIn, 'origin' | 'apiRequests' | 'stop'> {}

/** A server on any free port of 127.0.0.1. */
export async function startStandInServer(options: StandInServerOptions): Promise<StandInServer> {
  const { authorize, endpoints, extras, responseHeaders = {} } = options
  const model = createModelApp(options)
  const apiRequests: ProviderStandIn['apiRequests'][number][] = []

  const server = createAdaptorServer({
    fetch: async (request, bindings) => {
      const url = new URL(request.url)
      const own = await endpoints(request, url)
      if (own !== undefined) return own
      const { method, headers } = request
      apiRequests.push({ method, path: `${url.pathname}${url.search}`, headers: Object.fromEntries(headers) })
      const extra = extras?.(url)
      if (extra !== undefined && (await authorize(request)) === 'accepted') return extra
      const answer = await model.fetch(request, bindings)
      for (const [name, value] of Object.entries(responseHeaders))
        if (!answer.headers.has(name)) answer.headers.set(name, value)
      return answer
    },
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the stand-in does not listen on a port')
  return {
    origin: `http://127.0.0.1:${address.port}`,
    apiRequests,
    stop: async () => {
      const closed = once(server, 'close')
      server.close()
      if ('closeAllConnections' in server) server.closeAllConnections()
      await closed
    },
  }
}
