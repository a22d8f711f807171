import { randomUUID } from 'node:crypto'
import { CCProxyError, type Logger, toCCProxyError } from '@ccproxy/core'
import { type Host, renderClientError } from '@ccproxy/host'
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import type { AppEnvironment } from './app-environment.js'
import { errorDialect } from './error-dialect.js'
import { createOpsRoutes } from './ops-routes.js'
import { createPluginRoutes } from './plugin-routes.js'

export interface AppOptions {
  readonly host: Host
  readonly version: string
  /** The client key; absent: none is asked for. */
  readonly authToken?: string | undefined
  /** Gets a line for each request that is refused before a provider is asked. Absent: there is none. */
  readonly requestLog?: Pick<Logger, 'warn'> | undefined
  /** Origins of web pages that may call; all others are refused. */
  readonly allowedOrigins: readonly string[]
}

/** What every answer carries that we write ourselves. */
const stamp: MiddlewareHandler<AppEnvironment> = async (c, next) => {
  c.set('requestId', randomUUID())
  await next()
  c.header('x-ccproxy-request-id', c.get('requestId'))
  c.header('x-content-type-options', 'nosniff')
  if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store')
}

/** Our own routes. Not safe alone: requests reach them through `createListener`, which checks them first. */
export function createApp({ host, version, authToken }: AppOptions): Hono<AppEnvironment> {
  const app = new Hono<AppEnvironment>()
  for (const segment of ['auth', 'health', 'plugins']) app.use(`/${segment}/*`, stamp)
  app.route('/', createOpsRoutes({ host, version, hasKey: authToken !== undefined }))
  app.route('/', createPluginRoutes(host))
  app.all('*', () => {
    throw new CCProxyError('CCPROXY_HTTP_NOT_FOUND', 'there is nothing at this path')
  })
  app.onError((error, c) => errorResponse(c, error))
  return app
}

function errorResponse(c: Context<AppEnvironment>, error: Error): Response {
  const { status, headers, body } = renderClientError(toCCProxyError(error), errorDialect(c.env.incoming, undefined), {
    requestId: c.get('requestId') ?? randomUUID(),
  })
  return new Response(body, { status, headers })
}
