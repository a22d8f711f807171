import type { Health } from '@ccproxy/core'
import { CCProxyError, errorDefinition, toCCProxyError } from '@ccproxy/core'
import { type Host, isReady } from '@ccproxy/host'
import { Hono } from 'hono'
import type { AppEnvironment } from './app-environment.js'
import { authStatus } from './auth-status.js'
import { findReport } from './find-report.js'

export interface OpsRoutesOptions {
  readonly host: Host
  readonly version: string
  /** With a client key the reader is known, and sees who is signed in and where. */
  readonly hasKey: boolean
}

const healthTimeoutMs = 10_000

/** What is asked of the proxy itself: how it is, who is signed in, what runs. */
export function createOpsRoutes({ host, version, hasKey }: OpsRoutesOptions): Hono<AppEnvironment> {
  const routes = new Hono<AppEnvironment>()
  routes.get('/health', (c) => c.json({ status: 'ok', version }))
  routes.get('/health/ready', async (c) => {
    const ready = await isReady(host.providers)
    return c.json({ status: ready ? 'ready' : 'not-ready' }, ready ? 200 : 503)
  })
  routes.get('/auth/status', async (c) => c.json(await authStatus(host, { showsPrivate: hasKey })))
  routes.get('/plugins', (c) =>
    c.json({
      plugins: host.plugins.map(({ directory, error, ...report }) => ({
        ...report,
        ...(hasKey ? { directory } : {}),
        ...(error === undefined ? {} : { error: hasKey ? toCCProxyError(error).toJSON() : publicError(error) }),
      })),
    }),
  )
  routes.get('/plugins/:name/health', async (c) => {
    const found = await pluginHealth(host, c.req.param('name'))
    const health = hasKey ? found : withoutPaths(found)
    return c.json(health, health.status === 'down' ? 503 : 200)
  })
  for (const path of ['/health', '/health/ready', '/auth/status', '/plugins', '/plugins/:name/health'])
    routes.all(path, () => {
      throw new CCProxyError('CCPROXY_HTTP_METHOD', 'this path can only be read')
    })
  return routes
}

/** What a reader may know who showed no key: the words of an error name files of this user. */
function publicError(error: CCProxyError): object {
  const { code } = error
  return { code, hint: errorDefinition(code).hint }
}

function withoutPaths({ status, detail, hint }: Health): Health {
  return { status, ...(namesNoFile(detail) && { detail }), ...(namesNoFile(hint) && { hint }) }
}

function namesNoFile(text: string | undefined): text is string {
  return text !== undefined && !/(?:^|[\s'"`(])(?:[a-z]:)?[\\/~]/i.test(text)
}

async function pluginHealth(host: Host, name: string): Promise<Health> {
  const runtime = host.plugin(name)
  if (runtime === undefined) {
    const report = findReport(host, name)
    if (report === undefined) throw new CCProxyError('CCPROXY_PLUGIN_NOT_FOUND', `there is no plugin ${name}`)
    const hint = report.error?.hint
    return {
      status: 'down',
      detail: report.error?.message ?? `the plugin is ${report.state}`,
      ...(hint === undefined ? {} : { hint }),
    }
  }
  try {
    return await runtime.health(AbortSignal.timeout(healthTimeoutMs))
  } catch (error) {
    const { message, hint } = toCCProxyError(error)
    return { status: 'down', detail: message, hint }
  }
}
