// Binds a port of the loopback interface, on exactly the address that the redirect names.
import { createServer, type RequestListener, type Server } from 'node:http'

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

/** @returns undefined when the port cannot be had on every address of the host. @param port 0: any */
export async function bindLoopback(
  host: LoopbackHost,
  port: number,
  listener: RequestListener,
): Promise<Binding | undefined> {
  // A free port of one address may be taken on the other.
  for (let tries = port === 0 ? freePortTries : 1; tries > 0; tries--) {
    const binding = await bindAll(addressesOf[host], port, listener)
    if (binding !== undefined) return binding
  }
  return undefined
}

async function bindAll(
  addresses: readonly string[],
  wanted: number,
  listener: RequestListener,
): Promise<Binding | undefined> {
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
    if (bound === undefined) {
      await close()
      return undefined
    }
    servers.push(server)
    port = bound
  }
  return { port, close }
}

/** Whatever the reason (taken, not allowed, no such address on this machine): the port cannot be had. */
async function listening(server: Server, port: number, host: string): Promise<number | undefined> {
  const { promise, resolve } = Promise.withResolvers<number | undefined>()
  server.on('error', () => resolve(undefined))
  server.listen({ port, host, exclusive: true }, () => {
    const address = server.address()
    resolve(typeof address === 'object' ? address?.port : undefined)
  })
  return await promise
}

async function closed(server: Server): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  server.close(() => resolve())
  server.closeAllConnections()
  await promise
}
