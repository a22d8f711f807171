// Which way connections leave. Not among the unit tests, where nock reads along and refuses what is said inside a tunnel.
import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect, createServer as createNetServer, type Server, type Socket } from 'node:net'
import { request } from 'undici'
import { afterEach, expect, test } from 'vitest'
import { createOutbound, type Outbound } from './create-outbound.js'

const network = { connectTimeout: 2, responseTimeout: 2, idleTimeout: 2 }
const cleanups: (() => unknown)[] = []

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
})

async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => sockets.add(socket.on('error', () => {})))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  cleanups.push(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

function outboundOf(proxy: string | undefined, environment: Record<string, string> = {}): Outbound {
  const outbound = createOutbound({ ...network, proxy }, environment)
  cleanups.push(() => outbound.close())
  return outbound
}

async function startTarget(): Promise<{ readonly port: number; readonly connections: () => number }> {
  let connections = 0
  const server = createServer((_incoming, outgoing) => outgoing.writeHead(302, { location: '/other' }).end('target'))
  server.on('connection', () => {
    connections += 1
  })
  return { port: await listen(server), connections: () => connections }
}

/** A proxy that takes every name for this machine, and remembers what it was asked for. */
async function startProxy(port: number): Promise<{ readonly url: string; readonly asked: string[] }> {
  const asked: string[] = []
  const server = createServer()
  server.on('connect', (incoming, socket) => {
    asked.push(`${incoming.url} ${incoming.headers['proxy-authorization'] ?? ''}`.trim())
    const target = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      socket.pipe(target).pipe(socket)
    })
    target.on('error', () => {})
    socket.on('error', () => {})
  })
  return { url: `127.0.0.1:${await listen(server)}`, asked }
}

test('control calls take a fresh connection each, client traffic keeps its own', async () => {
  const target = await startTarget()
  const { fetch, dispatcher } = outboundOf(undefined)
  const url = `http://127.0.0.1:${target.port}/`
  await (await fetch(url)).text()
  const second = await fetch(url)
  expect([second.status, second.headers.get('location')]).toEqual([302, '/other'])
  await second.text()
  expect(target.connections()).toBe(2)
  await (await request(url, { dispatcher })).body.dump()
  // undici frees a connection one turn after its answer.
  await new Promise((resolve) => {
    setImmediate(resolve)
  })
  await (await request(url, { dispatcher })).body.dump()
  expect(target.connections()).toBe(3)
})

test('a configured proxy wins over the environment, is given its password, and never sees loopback', async () => {
  const target = await startTarget()
  const proxy = await startProxy(target.port)
  const { dispatcher } = outboundOf(`http://user:pass@${proxy.url}`, { HTTP_PROXY: 'http://127.0.0.1:1' })
  expect((await request('http://api.example/x', { dispatcher })).statusCode).toBe(302)
  expect((await request(`http://127.0.0.1:${target.port}/`, { dispatcher })).statusCode).toBe(302)
  expect(proxy.asked).toEqual([`api.example:80 Basic ${btoa('user:pass')}`])
})

test.each([
  [{ HTTP_PROXY: 'PROXY' }, 1],
  [{ http_proxy: 'PROXY' }, 1],
  [{ HTTP_PROXY: 'PROXY', NO_PROXY: 'invalid' }, 0],
  [{ HTTP_PROXY: 'PROXY', no_proxy: '*' }, 0],
  [{ HTTPS_PROXY: 'PROXY' }, 0],
])('the environment %o: %i through the proxy', async (variables, count) => {
  const target = await startTarget()
  const proxy = await startProxy(target.port)
  const environment = Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [name, value === 'PROXY' ? `http://${proxy.url}` : value]),
  )
  const { dispatcher } = outboundOf(undefined, environment)
  await request('http://nowhere.example.invalid/x', { dispatcher }).catch(() => {})
  expect(proxy.asked).toHaveLength(count)
})

test('SOCKS: the proxy is given the name', async () => {
  const target = await startTarget()
  const names: string[] = []
  const port = await listen(
    createNetServer((socket) => {
      let step = 0
      socket.on('data', (data) => {
        step += 1
        if (step === 1) socket.write(Buffer.from([5, 0]))
        if (step !== 2) return
        names.push(data.toString('latin1', 5, 5 + (data[4] ?? 0)))
        const upstream = connect(target.port, '127.0.0.1', () => {
          socket.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]))
          socket.removeAllListeners('data')
          socket.pipe(upstream).pipe(socket)
        })
        upstream.on('error', () => {})
      })
    }),
  )
  const { dispatcher } = outboundOf(`socks5h://127.0.0.1:${port}`)
  expect((await request('http://api.example/x', { dispatcher })).statusCode).toBe(302)
  expect(names).toEqual(['api.example'])
})

test.each(['socks4://127.0.0.1:1', 'ftp://user:secret@127.0.0.1', 'secret'])('%s is refused at the start', (proxy) => {
  const refused = expect.objectContaining({
    code: 'CCPROXY_CONFIG_INVALID_VALUE',
    message: expect.not.stringContaining('secret'),
  })
  expect(() => createOutbound({ ...network, proxy }, {})).toThrow(refused)
})
