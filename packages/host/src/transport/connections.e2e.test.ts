// Kept and half-closed connections, on both sides. Not among the unit tests, where nock reads along.
import { channel } from 'node:diagnostics_channel'
import type { Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import {
  ask,
  endRig,
  onEnd,
  openSocket,
  requestBytes,
  startProxy,
  startRawUpstream,
  startUpstream,
  until,
} from './__fixtures__/rig.js'

afterEach(endRig)

const ok = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'
const keep = ['connection', 'keep-alive']

/** Answers the first request of a connection; what becomes of the second is the test's to say. */
async function forgetfulUpstream(onSecond: (socket: Socket) => void) {
  const counts = new Map<Socket, number>()
  const { url } = await startRawUpstream((socket) => {
    const count = (counts.get(socket) ?? 0) + 1
    counts.set(socket, count)
    if (count === 1) socket.write(ok)
    else onSecond(socket)
  })
  return {
    url,
    connections: () => counts.size,
    requests: () => [...counts.values()].reduce((sum, count) => sum + count, 0),
  }
}

const post = { method: 'POST', body: '{}' }

test('the connection to a provider is used again', async () => {
  const upstream = await forgetfulUpstream((socket) => socket.write(ok))
  const proxy = await startProxy({ baseUrl: upstream.url })
  for (let count = 0; count < 3; count += 1) await ask(`${proxy.url}/v1/messages`, post)
  expect([upstream.connections(), upstream.requests()]).toEqual([1, 3])
})

test('a kept connection that died at the second request: what changes nothing is sent again, the rest is not', async () => {
  const upstream = await forgetfulUpstream((socket) => socket.destroy())
  const proxy = await startProxy({ baseUrl: upstream.url })
  await ask(`${proxy.url}/v1/messages`, post)
  const read = await ask(`${proxy.url}/v1/models`)
  expect([read.text, upstream.connections(), upstream.requests()]).toEqual(['ok', 2, 3])
  const write = await ask(`${proxy.url}/v1/messages`, post)
  expect([write.status, write.headers['x-ccproxy-error'], upstream.requests()]).toEqual([
    502,
    'CCPROXY_UPSTREAM_RESET',
    4,
  ])
})

test('a kept connection that the provider closed in good order is not used again', async () => {
  const sockets: Socket[] = []
  const upstream = await startRawUpstream((socket) => {
    sockets.push(socket)
    socket.write(ok)
  })
  const proxy = await startProxy({ baseUrl: upstream.url })
  await ask(`${proxy.url}/v1/messages`, post)
  const [first] = sockets
  const isClosed = new Promise((resolve) => first?.once('close', resolve))
  first?.end()
  await isClosed
  expect([(await ask(`${proxy.url}/v1/messages`, post)).text, sockets.length]).toEqual(['ok', 2])
})

test('a client’s connection serves one request after the other, streams included', async () => {
  const upstream = await startUpstream(({ url }, outgoing) => {
    if (url?.startsWith('/v1/messages') !== true) return outgoing.end('no stream')
    return outgoing.writeHead(200, { 'content-type': 'text/event-stream' }).end('data: 1\n\n')
  })
  const proxy = await startProxy({ baseUrl: upstream })
  const url = `${proxy.url}/v1/messages`
  const client = await openSocket(url, requestBytes(url, { headers: keep }))
  for (const [path, answer] of [
    ['/v1/models', 'no stream'],
    ['/v1/messages', 'data: 1'],
    ['/v1/models', 'no stream'],
  ] as const) {
    await until(
      () => client.received().toString().endsWith('0\r\n\r\n') || client.received().toString().endsWith('no stream'),
    )
    const before = client.received().length
    client.socket.write(requestBytes(`${proxy.url}${path}`, { headers: keep }))
    await until(() => client.received().subarray(before).includes(answer))
  }
  expect(
    client
      .received()
      .toString()
      .match(/HTTP\/1.1 200/g),
  ).toHaveLength(4)
})

test('a client that closes its half of the connection counts as one that left', async () => {
  const gone = Promise.withResolvers<void>()
  const upstream = await startUpstream((_incoming, outgoing) => {
    outgoing.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n')
    outgoing.once('close', () => gone.resolve())
  })
  const proxy = await startProxy({ baseUrl: upstream })
  const client = await openSocket(proxy.url, requestBytes(`${proxy.url}/v1/messages`))
  await until(() => client.received().includes('data: 1'))
  client.socket.end()
  await expect(gone.promise).resolves.toBeUndefined()
  await client.closed
  await proxy.idle()
})

test('a provider that closes its half once its answer is complete loses nothing of it', async () => {
  const upstream = await startRawUpstream((socket) => {
    socket.end(`HTTP/1.1 200 OK\r\nconnection: keep-alive\r\ncontent-length: 2\r\n\r\nok`)
  })
  const proxy = await startProxy({ baseUrl: upstream.url })
  const answers = [await ask(`${proxy.url}/v1/messages`, post), await ask(`${proxy.url}/v1/messages`, post)]
  expect(answers.map(({ status, text }) => [status, text])).toEqual([
    [200, 'ok'],
    [200, 'ok'],
  ])
})

test('a stream whose end is the end of its connection ends well', async () => {
  const upstream = await startRawUpstream((socket) => {
    socket.end('HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\ndata: 1\n\n')
  })
  const proxy = await startProxy({ baseUrl: upstream.url })
  expect(await ask(`${proxy.url}/v1/messages`)).toMatchObject({ status: 200, text: 'data: 1\n\n', complete: true })
})

test('a provider that closes its half instead of answering is an error', async () => {
  const upstream = await startRawUpstream((socket) => socket.end())
  const proxy = await startProxy({ baseUrl: upstream.url })
  const answer = await ask(`${proxy.url}/v1/messages`, post)
  expect([answer.status, answer.headers['x-ccproxy-error']]).toEqual([502, 'CCPROXY_UPSTREAM_RESET'])
})

test('a client of HTTP/1.0 is not told that an answer is complete when it broke off', async () => {
  const upstream = await startRawUpstream((socket) => {
    const head = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n'
    socket.write(`${head}7\r\n{"a":1\n\r\n`, () => socket.destroySoon())
  })
  const proxy = await startProxy({ baseUrl: upstream.url })
  const client = await openSocket(proxy.url, `GET /v1/messages HTTP/1.0\r\nhost: x\r\n\r\n`)
  const codes: unknown[] = []
  client.socket.on('error', (error) => codes.push(Reflect.get(error, 'code')))
  await client.closed
  expect(codes).toEqual(['ECONNRESET'])
})

test('clients that leave in the middle of a stream cost their provider no new connection', async () => {
  let opened = 0
  let closed = 0
  const { url } = await startRawUpstream((socket) => {
    opened += 1
    socket.once('close', () => (closed += 1))
    socket.write('HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n')
    socket.write('9\r\ndata: 1\n\n\r\n')
  })
  let connections = 0
  const note = (): void => void (connections += 1)
  const connected = channel('undici:client:connected')
  connected.subscribe(note)
  onEnd(() => {
    connected.unsubscribe(note)
  })
  const proxy = await startProxy({ baseUrl: url })
  const streams = Array.from({ length: 5 }, async () =>
    openSocket(proxy.url, requestBytes(`${proxy.url}/v1/messages`, { ...post, headers: keep })),
  )
  const clients = await Promise.all(streams)
  await until(() => clients.every(({ received }) => received().includes('data: 1')))
  for (const { socket } of clients) socket.destroy()
  await proxy.idle()
  await until(() => closed === 5)
  await delay(100)
  expect([opened, connections]).toEqual([5, 5])
})
