import { CCProxyError } from '@ccproxy/core'
import type { Host } from '@ccproxy/host'
import { type Context, Hono } from 'hono'
import type { AppEnvironment } from './app-environment.js'

const clientKeyHeaders = ['x-ccproxy-key', 'x-api-key', 'x-goog-api-key', 'api-key', 'authorization']

/** The routes that plugins bring, each under /plugins/{name}/, seeing paths from there on and no client key. */
export function createPluginRoutes(host: Host): Hono<AppEnvironment> {
  const routes = new Hono<AppEnvironment>()
  routes.all('/plugins/:name/*', async (c) => {
    const name = c.req.param('name')
    const handler = host.plugin(name)?.routes
    if (handler === undefined) throw new CCProxyError('CCPROXY_HTTP_NOT_FOUND', `${name} has no routes of its own`)
    return withoutCors(await handler.fetch(mounted(c, `/plugins/${name}`)))
  })
  return routes
}

function mounted(c: Context<AppEnvironment>, prefix: string): Request {
  const url = new URL(c.req.url)
  url.pathname = url.pathname.slice(prefix.length)
  url.searchParams.delete('key')
  const headers = new Headers(c.req.raw.headers)
  for (const header of clientKeyHeaders) headers.delete(header)
  const { method, signal } = c.req.raw
  const hasBody = method !== 'GET' && method !== 'HEAD'
  return new Request(url, { method, headers, signal, ...(hasBody ? { body: c.req.raw.body, duplex: 'half' } : {}) })
}

/** No page of another origin may ever read what comes from here, whatever a plugin thinks. */
function withoutCors(response: Response): Response {
  const headers = new Headers(response.headers)
  for (const name of response.headers.keys()) if (name.startsWith('access-control-')) headers.delete(name)
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers })
}
