// A server with one provider, `claude`, whose upstream is on loopback, and a client that sends exactly what it is told.
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { connect } from 'node:net'
import {
  createHookBus,
  type Dialect,
  type FetchHandler,
  type ProviderAdapter,
  type ProviderPluginRuntime,
  silentLogger,
  systemClock,
  type TokenSnapshot,
  tokenStatus,
} from '@ccproxy/core'
import { createModelRouter, createOutbound, createTransport, type Host, type PluginReport } from '@ccproxy/host'
import { type RunningServer, type ServerOptions, startServer } from '../start-server.js'

const cleanups: (() => unknown)[] = []

/** For `afterEach`. */
export async function endApp(): Promise<void> {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
}

export async function startUpstream(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  cleanups.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
}

const unused = (): never => {
  throw new Error('not part of these tests')
}

export function fakeSnapshot(state: TokenSnapshot['state'] = 'valid', usable = true): TokenSnapshot {
  return {
    key: { provider: 'claude', account: 'default' },
    account: { email: 'someone@example.com' },
    revision: 'r1',
    kind: 'oauth',
    flow: 'fake',
    state,
    expiresInSeconds: undefined,
    lastError: undefined,
    obtainedAt: 0,
    scopes: [],
    accessTokenPreview: '',
    hasRefreshToken: true,
    storage: '/home/someone/claude.json',
    shadows: [],
    reveal: () => 'fake-token-1',
    endsSoon: false,
    usable,
    toJSON() {
      return tokenStatus(this)
    },
  }
}

export interface FakeHostOptions {
  /** What the provider speaks. Default: Anthropic Messages. */
  readonly dialects?: readonly Dialect[]
  readonly baseUrl?: string
  readonly snapshot?: TokenSnapshot
  readonly routes?: FetchHandler
  readonly plugins?: readonly PluginReport[]
  readonly health?: ProviderPluginRuntime['health']
  /** Seconds that a provider may be silent. Default 5. */
  readonly idleTimeout?: number
  /** Seconds to the head of an answer. Default 5. */
  readonly responseTimeout?: number
  readonly keepAliveMs?: number
  /** More providers at the same base URL, by name. */
  readonly others?: Readonly<Record<string, ProviderAdapter>>
}

export function fakeHost(options: FakeHostOptions = {}): Host {
  const { baseUrl = 'http://127.0.0.1:1', snapshot = fakeSnapshot(), routes, plugins = [] } = options
  const { dialects = ['anthropic-messages'] } = options
  const hooks = createHookBus(silentLogger)
  const network = {
    connectTimeout: 2,
    responseTimeout: options.responseTimeout ?? 5,
    idleTimeout: options.idleTimeout ?? 5,
  }
  const outbound = createOutbound(network, {})
  cleanups.push(() => outbound.close())
  const { dispatcher } = outbound
  const transport = createTransport({
    dispatcher,
    hooks,
    logger: silentLogger,
    clock: systemClock,
    network,
    ...(options.keepAliveMs !== undefined && { keepAliveMs: options.keepAliveMs }),
  })
  const provider: ProviderPluginRuntime = {
    kind: 'provider',
    name: 'claude',
    displayName: 'Claude',
    flows: [],
    storage: {
      read: unused,
      write: unused,
      remove: unused,
      list: unused,
      withLock: unused,
      ensureWritable: unused,
      tickets: { take: unused, settle: unused, withdraw: unused },
      describe: () => 'memory',
    },
    manager: {
      peek: () => snapshot,
      acquire: async () => snapshot,
      snapshot: async () => snapshot,
      accounts: async () => [snapshot.key],
      login: unused,
      refresh: unused,
      logout: unused,
      nextRefreshAt: unused,
      stop: async () => {},
    },
    adapter: fakeAdapter(dialects),
    baseUrl,
    routes,
    cliCommands: [],
    health: options.health ?? (async () => ({ status: 'ok' })),
    stop: async () => {},
  }
  const others = Object.entries(options.others ?? {}).map(([name, adapter]) => ({ ...provider, name, adapter }))
  const providers = [provider, ...others]
  return {
    // Only the routes and checks are under test; nothing of them reads the configuration.
    get configuration(): never {
      return unused()
    },
    hooks,
    plugins,
    places: [],
    schemas: new Map(),
    providers,
    provider: (name) => providers.find((other) => other.name === name),
    plugin: (name) => (name === 'claude' ? provider : undefined),
    tryOut: unused,
    commands: () => [],
    setOwnAddresses: (origins) => transport.setOwnAddresses(origins),
    forward: (exchange) => transport.forward(exchange),
    route: createModelRouter({
      transport,
      providers,
      settings: { models: { aliases: {} }, fallbacks: [] },
      clock: systemClock,
      logger: silentLogger,
    }),
    drain: () => transport.drain(),
    endExchanges: () => transport.endExchanges(),
    startTasks: async () => {},
    stop: () => transport.close(),
  }
}

/** Signs with the token and changes nothing. */
export function fakeAdapter(dialects: readonly Dialect[]): ProviderAdapter {
  return { dialects, prepare: ({ token }) => ({ headers: { authorization: `Bearer ${token.reveal()}` } }) }
}

export async function startApp(options: Partial<ServerOptions> & FakeHostOptions = {}): Promise<RunningServer> {
  const server = await startServer({
    host: fakeHost(options),
    version: '0.0.0',
    allowedOrigins: [],
    hostname: '127.0.0.1',
    port: 0,
    ...options,
  })
  cleanups.push(() => server.close(0))
  return server
}

export interface RawAnswer {
  readonly status: number
  /** Lower-cased name → value. */
  readonly headers: Readonly<Record<string, string | undefined>>
  /** As on the wire, with chunk framing. */
  readonly body: string
  readonly text: string
}

/** Sends bytes, waits until the other side closes. */
export async function sendRaw(port: number, text: string): Promise<RawAnswer> {
  const socket = connect(port, '127.0.0.1')
  cleanups.push(() => socket.destroy())
  const chunks: Buffer[] = []
  socket.on('data', (chunk) => chunks.push(chunk)).on('error', () => {})
  socket.write(text, 'latin1')
  await once(socket, 'close')
  const answer = Buffer.concat(chunks).toString()
  const [head = '', ...rest] = answer.split('\r\n\r\n')
  const [statusLine = '', ...lines] = head.split('\r\n')
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  )
  return { status: Number(statusLine.split(' ')[1] ?? 0), headers, body: rest.join('\r\n\r\n'), text: answer }
}

/** A request with these lines after the request line; says goodbye by itself. `HOST` stands for the right Host. */
export async function send(
  port: number,
  requestLine: string,
  lines: readonly string[] = ['HOST'],
  body = '',
): Promise<RawAnswer> {
  const head = lines.map((line) => (line === 'HOST' ? `Host: 127.0.0.1:${port}` : line))
  const length = body === '' ? [] : [`content-length: ${Buffer.byteLength(body)}`]
  return sendRaw(
    port,
    `${[`${requestLine} HTTP/1.1`, ...head, 'Connection: close', ...length].join('\r\n')}\r\n\r\n${body}`,
  )
}
