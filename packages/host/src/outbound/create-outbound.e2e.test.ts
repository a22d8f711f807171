// Which way connections leave. Not among the unit tests, where nock reads along and refuses what is said inside a tunnel.
import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect, createServer as createNetServer, type Server, type Socket } from 'node:net'
import { inspect } from 'node:util'
import { networkFailure, ownErrorWithin } from '@ccproxy/core'
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

function outboundOf(
  proxy: string | undefined,
  environment: Record<string, string> = {},
  connectTimeout: number = network.connectTimeout,
): Outbound {
  const outbound = createOutbound({ ...network, connectTimeout, proxy }, environment)
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
  const { dispatcher } = outboundOf(`http://user:p%40ss@${proxy.url}`, { HTTP_PROXY: 'http://127.0.0.1:1' })
  expect((await request('http://api.example/x', { dispatcher })).statusCode).toBe(302)
  expect((await request(`http://127.0.0.1:${target.port}/`, { dispatcher })).statusCode).toBe(302)
  expect(proxy.asked).toEqual([`api.example:80 Basic ${btoa('user:p@ss')}`])
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

test('headers reach the target as they were given, also through a proxy', async () => {
  let seen: readonly string[] = []
  const server = createServer((incoming, outgoing) => {
    seen = incoming.rawHeaders
    outgoing.end()
  })
  const proxy = await startProxy(await listen(server))
  const { dispatcher } = outboundOf(`http://${proxy.url}`)
  const headers = ['X-Twice', 'one', 'x-twice', 'two', 'X-Twice', 'three']
  await (await request('http://api.example/', { dispatcher, headers })).body.dump()
  expect(seen.join('|')).toContain(headers.join('|'))
})

const password = 'fake-proxy-password'

/** A server that answers the first bytes of anyone in one way. */
async function answering(bytes: string | Buffer | undefined): Promise<number> {
  return await listen(
    createNetServer((socket) => {
      socket.once('data', () => {
        if (bytes !== undefined) socket.end(bytes)
      })
    }),
  )
}

const noAnswer = undefined
const userAndPassword = Buffer.from([5, 2])
const nothingAccepted = Buffer.from([5, 255])

test.each([
  ['http', 'HTTP/1.1 407 Proxy Authentication Required\r\n\r\n', 'refused user name and password'],
  ['http', 'HTTP/1.1 403 Forbidden\r\ncontent-length: 2\r\n\r\nno', 'did not connect us to api.example:443 (403)'],
  ['http', 'SSH-2.0-OpenSSH_9.2\r\n', 'cannot be reached (HPE_INVALID_CONSTANT)'],
  ['http', '', 'cannot be reached (ECONNRESET)'],
  ['http', noAnswer, 'cannot be reached (no answer in time)'],
  ['https', 'HTTP/1.1 400 Bad Request\r\n\r\n', 'cannot be reached (E'],
  ['socks5', nothingAccepted, 'refused user name and password'],
  ['socks5', userAndPassword, 'cannot be reached'],
  ['socks5', noAnswer, 'cannot be reached (no answer in time)'],
])('a proxy (%s) that answers %j is named, its password is not', async (scheme, bytes, words) => {
  const port = await answering(bytes)
  const { fetch, dispatcher } = outboundOf(`${scheme}://user:${password}@127.0.0.1:${port}`, {}, 0.3)
  const tries = [fetch('https://api.example/'), request('https://api.example/', { dispatcher })]
  for (const { status, ...failure } of await Promise.allSettled(tries)) {
    const error: unknown = status === 'rejected' && 'reason' in failure ? failure.reason : undefined
    expect(networkFailure(error)).toBe('unsent')
    expect(ownErrorWithin(error)).toMatchObject({
      code: 'CCPROXY_UPSTREAM_UNREACHABLE',
      message: expect.stringContaining(`the proxy 127.0.0.1:${port} ${words}`),
      hint: expect.stringContaining('proxy'),
    })
    expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(password)
  }
})

test.each(['http', 'socks5'])('a proxy (%s) where nobody listens is named', async (scheme) => {
  const { fetch } = outboundOf(`${scheme}://user:${password}@127.0.0.1:1`)
  const error: unknown = await fetch('https://api.example/').catch((reason: unknown) => reason)
  expect(ownErrorWithin(error)?.message).toBe('the proxy 127.0.0.1:1 cannot be reached (ECONNREFUSED)')
})

test.each(['socks4://127.0.0.1:1', 'ftp://user:secret@127.0.0.1', 'secret'])('%s is refused at the start', (proxy) => {
  const refused = expect.objectContaining({
    code: 'CCPROXY_CONFIG_INVALID_VALUE',
    message: expect.not.stringContaining('secret'),
  })
  expect(() => createOutbound({ ...network, proxy }, {})).toThrow(refused)
})
