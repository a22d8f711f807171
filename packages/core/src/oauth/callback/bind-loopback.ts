// Binds a port of the loopback interface, on exactly the address that the redirect names.
import type { RequestListener, Server } from 'node:http'

export type LoopbackHost = '127.0.0.1' | '[::1]' | 'localhost'

export interface Binding {
  readonly port: number
  /** No connection survives. */
  close(): Promise<void>
}

// A browser may take either address for the name; whoever holds the other one would get the code.
const addressesOf: Readonly<Record<LoopbackHost, readonly string[]>> = {
  '127.0.0.1': ['127.0.0.1'],
  '[::1]': ['::1'],
  localhost: ['127.0.0.1', '::1'],
}
const freePortTries = 5

/**
 * Binds every address of the host that this machine has; what it has not, nobody else can hold.
 * @param port 0: any
 * @returns why not: the port is `taken` (or not allowed) on one of them, or the machine has none of them (`absent`)
 */
export async function bindLoopback(
  host: LoopbackHost,
  port: number,
  listener: RequestListener,
): Promise<Binding | 'taken' | 'absent'> {
  // A free port of one address may be taken on the other.
  for (let tries = port === 0 ? freePortTries : 1; tries > 0; tries--) {
    const binding = await bindAll(addressesOf[host], port, listener)
    if (binding !== 'taken') return binding
  }
  return 'taken'
}

async function bindAll(
  addresses: readonly string[],
  wanted: number,
  listener: RequestListener,
): Promise<Binding | 'taken' | 'absent'> {
  // As a module it would bring all of fetch with it, which most commands never need.
  const { createServer } = process.getBuiltinModule('node:http')
  const servers: Server[] = []
  const close = async (): Promise<void> => {
    await Promise.all(servers.map(closed))
  }
  let port = wanted
  for (const address of addresses) {
    // Nobody sends a body or lingers here.
    const server = createServer({ requestTimeout: 10_000, headersTimeout: 10_000, keepAlive: false }, listener)
    server.maxConnections = 64
    const bound = await listening(server, port, address)
    if (bound === 'absent') continue
    if (bound === 'taken') {
      await close()
      return 'taken'
    }
    servers.push(server)
    port = bound
  }
  return servers.length === 0 ? 'absent' : { port, close }
}

async function listening(server: Server, port: number, host: string): Promise<number | 'taken' | 'absent'> {
  const { promise, resolve } = Promise.withResolvers<number | 'taken' | 'absent'>()
  server.on('error', (error) => resolve(isNoSuchAddress(error) ? 'absent' : 'taken'))
  server.listen({ port, host, exclusive: true }, () => {
    const address = server.address()
    resolve(typeof address === 'object' && address !== null ? address.port : 'taken')
  })
  return await promise
}

/** IPv6 is switched off, as in many containers, or 127.0.0.1 is not there, as in a network of IPv6 alone. */
function isNoSuchAddress(error: Error): boolean {
  return 'code' in error && (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT')
}

async function closed(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  server.close(() => resolve())
  server.closeAllConnections()
  await promise
}
