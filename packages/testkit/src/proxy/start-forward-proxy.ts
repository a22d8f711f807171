// A proxy on the way out, as companies have them: CONNECT or SOCKS 5, with a password if wanted.
import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import { connect, createServer as createTcpServer, type Server, type Socket } from 'node:net'
import type { Readable } from 'node:stream'

export interface ForwardProxyOptions {
  readonly kind: 'connect' | 'socks5'
  /** Every name is this port of this machine, whatever is asked for. */
  readonly targetPort: number
  /** Wanted of everyone. */
  readonly login?: { readonly username: string; readonly password: string }
}

export interface ForwardProxy {
  /** With user name and password, percent-encoded. */
  readonly url: string
  /** Without them. */
  readonly host: string
  /** `host:port` of each tunnel, in order. */
  readonly tunnels: readonly string[]
  [Symbol.asyncDispose](): Promise<void>
}

export async function startForwardProxy(options: ForwardProxyOptions): Promise<ForwardProxy> {
  const tunnels: string[] = []
  const sockets = new Set<Socket>()
  const open = (authority: string): Socket => {
    tunnels.push(authority)
    const upstream = connect(options.targetPort, '127.0.0.1')
    sockets.add(upstream.on('error', () => {}))
    return upstream
  }
  const server = options.kind === 'connect' ? connectServer(options, open) : socksServer(options, open)
  server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => {})))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the proxy has no address')
  const host = `127.0.0.1:${address.port}`
  const { username = '', password = '' } = options.login ?? {}
  const user = username === '' ? '' : `${encodeURIComponent(username)}:${encodeURIComponent(password)}@`
  return {
    url: `${options.kind === 'connect' ? 'http' : 'socks5'}://${user}${host}`,
    host,
    tunnels,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

type Open = (authority: string) => Socket

function connectServer({ login }: ForwardProxyOptions, open: Open): Server {
  const wanted = login && `Basic ${Buffer.from(`${login.username}:${login.password}`).toString('base64')}`
  return createHttpServer((_incoming, outgoing) => outgoing.writeHead(400).end()).on('connect', (incoming, socket) => {
    if (wanted !== undefined && incoming.headers['proxy-authorization'] !== wanted) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Basic\r\n\r\n')
      return
    }
    const upstream = open(incoming.url ?? '')
    upstream.on('connect', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      socket.pipe(upstream).pipe(socket)
    })
  })
}

const noPassword = 0
const byPassword = 2

/** RFC 1928, RFC 1929; CONNECT to a name only, since names are what it must be given. */
function socksServer({ login }: ForwardProxyOptions, open: Open): Server {
  const method = login === undefined ? noPassword : byPassword
  const serve = async (socket: Socket): Promise<void> => {
    const [, count = 0] = await bytes(socket, 2)
    const offered = await bytes(socket, count)
    if (!offered.includes(method)) return void socket.end(Buffer.from([5, 0xff]))
    socket.write(Buffer.from([5, method]))
    if (login !== undefined) {
      await bytes(socket, 1)
      const given = { username: await text(socket), password: await text(socket) }
      const right = given.username === login.username && given.password === login.password
      socket.write(Buffer.from([1, right ? 0 : 1]))
      if (!right) return void socket.end()
    }
    await bytes(socket, 4)
    const name = await text(socket)
    const port = (await bytes(socket, 2)).readUInt16BE()
    const upstream = open(`${name}:${port}`)
    await once(upstream, 'connect')
    socket.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]))
    socket.pipe(upstream).pipe(socket)
  }
  return createTcpServer((socket) => {
    serve(socket).catch(() => socket.destroy())
  })
}

async function bytes(source: Readable, count: number): Promise<Buffer> {
  for (;;) {
    const read: unknown = source.read(count)
    if (Buffer.isBuffer(read) && read.length === count) return read
    if (source.readableEnded || source.destroyed) throw new Error('the client left')
    await once(source, 'readable')
  }
}

/** A length in one byte, then as many. */
async function text(source: Readable): Promise<string> {
  const [length = 0] = await bytes(source, 1)
  return (await bytes(source, length)).toString()
}
