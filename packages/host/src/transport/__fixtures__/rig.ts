// A client, a proxy and an upstream on loopback, with nothing between them but our transport.
import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http'
import { connect, createServer as createNetServer, type Server as NetServer, type Socket } from 'node:net'
import { createHookBus, type HookBus, type Limit, type Logger, silentLogger, systemClock } from '@ccproxy/core'
import { createOutbound } from '../../outbound/create-outbound.js'
import { detectDialect } from '../../routing/detect-dialect.js'
import { chooseDialect } from '../../translation/choose-dialect.js'
import { createTransport } from '../create-transport.js'
import type { Exchange } from '../exchange.js'
import { HeaderList } from '../header-list.js'
import { type FakeProviderOptions, fakeProvider } from './fake-provider.js'

const cleanups: (() => Promise<unknown> | void)[] = []

/** For `afterEach`: ends everything that a test started. */
export async function endRig(): Promise<void> {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
}

export function onEnd(cleanup: () => Promise<unknown> | void): void {
  cleanups.push(cleanup)
}

export async function listen(server: NetServer): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

function endServer(server: Server): void {
  onEnd(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
}

export async function startUpstream(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  endServer(server)
  return `http://127.0.0.1:${await listen(server)}`
}

/** An upstream that answers once it has the whole body. */
export async function startReadingUpstream(
  answer: (incoming: IncomingMessage, outgoing: ServerResponse, body: Buffer) => void,
): Promise<string> {
  return startUpstream((incoming, outgoing) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => answer(incoming, outgoing, Buffer.concat(chunks)))
  })
}

/** An upstream that speaks in bytes. */
export async function startRawUpstream(
  onRequest: (socket: Socket, received: string) => void,
): Promise<{ readonly url: string; readonly received: () => string }> {
  let all = ''
  const sockets = new Set<Socket>()
  const server = createNetServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('data', (chunk) => {
      all += chunk.toString('latin1')
      onRequest(socket, all)
    })
  })
  onEnd(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  return { url: `http://127.0.0.1:${await listen(server)}`, received: () => all }
}

export interface ProxyOptions extends FakeProviderOptions {
  readonly hooks?: HookBus
  readonly logger?: Logger
  readonly logsRequests?: boolean
  readonly keepAliveMs?: number
  readonly responseTimeout?: number
  readonly idleTimeout?: number
  readonly replayBudgetBytes?: number
  readonly account?: string
  readonly onLimits?: (exchange: Exchange, limits: readonly Limit[]) => void
}

export interface Proxy {
  readonly url: string
  readonly port: number
  /** Resolves when no exchange is under way. */
  idle(): Promise<void>
  setOwnAddresses(origins: readonly string[]): void
}

export async function startProxy(options: ProxyOptions): Promise<Proxy> {
  const network = {
    connectTimeout: 2,
    // Longer than any test: nothing may look like an abort that is a timeout.
    responseTimeout: options.responseTimeout ?? 600,
    idleTimeout: options.idleTimeout ?? 600,
  }
  const outbound = createOutbound(network, {})
  const transport = createTransport({
    ...options,
    dispatcher: outbound.dispatcher,
    hooks: options.hooks ?? createHookBus(silentLogger),
    logger: options.logger ?? silentLogger,
    clock: systemClock,
    network,
  })
  const provider = fakeProvider(options)
  let sequence = 0
  const server = createServer((incoming, outgoing) => {
    const path = incoming.url ?? '/'
    sequence += 1
    const dialect = detectDialect(path, new HeaderList(incoming.rawHeaders))
    const { account = 'default' } = options
    const translateTo = chooseDialect(provider.adapter, incoming.method ?? 'GET', path)
    const requestId = `request-${sequence}`
    void transport.forward({ requestId, provider, account, path, dialect, translateTo, incoming, outgoing })
  })
  onEnd(() => outbound.close())
  endServer(server)
  const port = await listen(server)
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    idle: () => transport.close(),
    setOwnAddresses: (origins) => transport.setOwnAddresses(origins),
  }
}

export interface Answer {
  readonly status: number
  readonly statusMessage: string
  /** name, value, … as they came. */
  readonly rawHeaders: readonly string[]
  /** By lower-cased name, the last value. */
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Buffer
  readonly text: string
  /** False when the connection broke before the end that the head promised. */
  readonly complete: boolean
}

export interface Ask {
  readonly method?: string
  /** name, value, … in this order. */
  readonly headers?: readonly string[]
  readonly body?: Uint8Array | string
}

/** The bytes of a request. Not by node:http, which nock wraps: that client sorts and lower-cases headers. */
export function requestBytes(url: string, { method = 'GET', headers = [], body }: Ask = {}): Buffer {
  const { host } = new URL(url)
  const target = url.slice(url.indexOf(host) + host.length)
  const lines = [`${method} ${target === '' ? '/' : target} HTTP/1.1`, `host: ${host}`]
  for (let index = 0; index < headers.length; index += 2) lines.push(`${headers[index]}: ${headers[index + 1]}`)
  if (!headers.some((name) => name.toLowerCase() === 'connection')) lines.push('connection: close')
  if (body !== undefined) lines.push(`content-length: ${Buffer.byteLength(body)}`)
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), Buffer.from(body ?? '')])
}

/** Sends a request on a connection of its own and reads until it is closed. */
export async function ask(url: string, options: Ask = {}): Promise<Answer> {
  const client = await openSocket(url, requestBytes(url, options))
  await client.closed
  return parseAnswer(client.received())
}

export interface RawClient {
  readonly socket: Socket
  readonly received: () => Buffer
  readonly closed: Promise<void>
}

/** A connection of which every byte is seen; errors end it quietly. */
export async function openSocket(url: string, bytes: Uint8Array | string): Promise<RawClient> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  onEnd(() => {
    socket.destroy()
  })
  const chunks: Buffer[] = []
  socket.on('data', (chunk) => chunks.push(chunk)).on('error', () => {})
  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => resolve())
  })
  socket.write(bytes)
  return { socket, received: () => Buffer.concat(chunks), closed }
}

export function parseAnswer(bytes: Buffer): Answer {
  const end = bytes.indexOf('\r\n\r\n')
  const [statusLine = '', ...lines] = bytes
    .subarray(0, end === -1 ? 0 : end)
    .toString('latin1')
    .split('\r\n')
  const rawHeaders = lines.flatMap((line) => [
    line.slice(0, line.indexOf(':')),
    line.slice(line.indexOf(':') + 1).trim(),
  ])
  const headers: Record<string, string> = {}
  for (let index = 0; index < rawHeaders.length; index += 2)
    headers[(rawHeaders[index] ?? '').toLowerCase()] = rawHeaders[index + 1] ?? ''
  const rest = bytes.subarray(end + 4)
  const length = headers['content-length']
  const { body, complete } =
    headers['transfer-encoding'] === 'chunked'
      ? unchunked(rest)
      : { body: rest, complete: length === undefined || rest.length === Number(length) }
  const [, status = '0', statusMessage = ''] = /^HTTP\/1\.1 (\d+) ?(.*)$/.exec(statusLine) ?? []
  return { status: Number(status), statusMessage, rawHeaders, headers, body, text: body.toString(), complete }
}

function unchunked(bytes: Buffer): { readonly body: Buffer; readonly complete: boolean } {
  const parts: Buffer[] = []
  for (let at = 0; ; ) {
    const lineEnd = bytes.indexOf('\r\n', at)
    if (lineEnd === -1) return { body: Buffer.concat(parts), complete: false }
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16)
    if (size === 0) return { body: Buffer.concat(parts), complete: true }
    parts.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size))
    at = lineEnd + 2 + size + 2
  }
}

/** Polls, since what is waited for happens in another part of the process. */
export async function until(condition: () => boolean, timeoutMs = 20_000): Promise<void> {
  const end = performance.now() + timeoutMs
  while (!condition()) {
    if (performance.now() > end) throw new Error('it did not happen in time')
    await new Promise((resolve) => {
      setTimeout(resolve, 5)
    })
  }
}
