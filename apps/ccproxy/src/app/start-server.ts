import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { networkInterfaces } from 'node:os'
import { CCProxyError, isLoopbackUrl, type Logger, silentLogger } from '@ccproxy/core'
import type { Host } from '@ccproxy/host'
import type { AppOptions } from './create-app.js'
import { createHttpServer } from './create-http-server.js'
import { createListener } from './create-listener.js'
import { type ServerLimits, serverLimits } from './server-limits.js'

export interface ServerOptions extends AppOptions {
  readonly hostname: string
  /** 0: any free port. */
  readonly port: number
  readonly logger?: Logger
  /** Default: `serverLimits`. */
  readonly limits?: Partial<ServerLimits>
}

export interface RunningServer {
  /** The address for clients on this machine. */
  readonly url: string
  /** The addresses for clients on other machines; empty unless the server listens on all addresses. */
  readonly networkUrls: readonly string[]
  readonly port: number
  /**
   * Stops accepting and lets answers under way end for at most `graceMs`; what is left then ends with an error that its
   * client can read. Called again, that may come earlier.
   */
  close(graceMs: number): Promise<void>
}

/** For the last words to clients, most of which read them at once. */
const farewellMs = 500
/** Of a client key that others on the network may guess at. */
const shortestKey = 16

/** Connections that may wait to be accepted: Node's 511 makes a thousand clients that come at once wait a second. */
const connectionBacklog = 4096

/** @throws CCPROXY_SERVE_KEY_REQUIRED | CCPROXY_SERVE_ADDRESS */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { host, hostname, authToken, logger = silentLogger } = options
  const literal = hostname.includes(':') && !hostname.startsWith('[') ? `[${hostname}]` : hostname
  const isLocal = URL.canParse(`http://${literal}`) && isLoopbackUrl(new URL(`http://${literal}`))
  if (!isLocal && authToken === undefined)
    throw new CCProxyError('CCPROXY_SERVE_KEY_REQUIRED', `a server at ${hostname} needs a client key`)
  if (!isLocal && authToken !== undefined && authToken.length < shortestKey)
    throw new CCProxyError(
      'CCPROXY_SERVE_KEY_REQUIRED',
      `the client key of a server at ${hostname} must have at least ${shortestKey} characters`,
      { hint: 'Make one with `openssl rand -hex 32`, or set security.auth_token = "auto".' },
    )

  let port = options.port
  let closed: Promise<void> | undefined
  const limits = { ...serverLimits, ...options.limits }
  const listener = createListener(options, limits)
  const server = createHttpServer(listener, limits)
  server.prependListener('request', (_incoming, outgoing) => {
    if (closed !== undefined) outgoing.shouldKeepAlive = false
  })
  server.once('drop', () => logger.warn('more connections than are served at once', { limit: limits.connections }))

  port = await listen(server, hostname.replace(/^\[(.*)\]$/, '$1'), options.port)
  // After whatever else waits to be done, the first requests too.
  setImmediate(() => void listener.load())
  const { url, networkUrls } = clientAddresses(literal, port)
  host.setOwnAddresses([`http://${literal}:${port}`, url, ...networkUrls])
  if (authToken === undefined)
    logger.info('no client key is set: other users of this machine can use this server', { url })
  if (host.hooks.observed('app.ready'))
    host.hooks.emit('app.ready', { url, providers: host.providers.map(({ name }) => name) })
  return {
    url,
    networkUrls,
    port,
    async close(graceMs) {
      closed ??= closeServer(server, host)
      const timer = setTimeout(() => endAnswers(server, host), graceMs)
      await closed
      clearTimeout(timer)
    },
  }
}

/** Nothing can connect to 0.0.0.0 or [::] itself: they mean every address of the machine. */
function clientAddresses(literal: string, port: number): Pick<RunningServer, 'url' | 'networkUrls'> {
  const at = (hostname: string): string => `http://${hostname}:${port}`
  const { hostname } = URL.canParse(at(literal)) ? new URL(at(literal)) : { hostname: literal }
  if (hostname !== '0.0.0.0' && hostname !== '[::]') return { url: at(literal), networkUrls: [] }
  const isIPv4 = hostname === '0.0.0.0'
  const others = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? [])
  const reachable = others.filter(({ internal, family }) => !internal && family === 'IPv4')
  return { url: at(isIPv4 ? '127.0.0.1' : 'localhost'), networkUrls: reachable.map(({ address }) => at(address)) }
}

async function listen(server: Server, hostname: string, port: number): Promise<number> {
  server.listen({ host: hostname, port, exclusive: true, backlog: connectionBacklog })
  try {
    await once(server, 'listening')
  } catch (error) {
    throw new CCProxyError('CCPROXY_SERVE_ADDRESS', `cannot listen on ${hostname} port ${port}`, { cause: error })
  }
  const address = server.address()
  return isAddressInfo(address) ? address.port : port
}

function isAddressInfo(address: string | AddressInfo | null): address is AddressInfo {
  return typeof address === 'object' && address !== null
}

async function closeServer(server: Server, host: Host): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  host.drain()
  // A connection whose answer ended meanwhile would be kept for the next request.
  const sweep = setInterval(() => server.closeIdleConnections(), 50)
  await closed
  clearInterval(sweep)
}

function endAnswers(server: Server, host: Host): void {
  host.endExchanges()
  setTimeout(() => server.closeAllConnections(), farewellMs).unref()
}
