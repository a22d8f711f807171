// What a client sees of a provider's answer.
import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import {
  ask,
  endRig,
  openSocket,
  requestBytes,
  startProxy,
  startRawUpstream,
  startUpstream,
  until,
} from './__fixtures__/rig.js'

afterEach(endRig)

function pairsOf(flat: readonly string[]): readonly string[] {
  return flat.flatMap((name, index) => (index % 2 === 0 ? [`${name}: ${flat[index + 1]}`] : []))
}

test('status line, headers and body come back as they were, with what we add named', async () => {
  const upstream = await startRawUpstream((socket) =>
    socket.write(
      'HTTP/1.1 201 Made It\r\nX-First: 1\r\nRequest-Id: req_1\r\nx-double: a\r\nx-double: b\r\n' +
        'Date: Sun, 22 Nov 2026 00:00:00 GMT\r\nConnection: keep-alive, X-Hop\r\nX-Hop: canary\r\nContent-Length: 3\r\n\r\nabc',
    ),
  )
  const proxy = await startProxy({ baseUrl: upstream.url })
  const answer = await ask(`${proxy.url}/v1/messages`)
  expect([answer.status, answer.statusMessage, answer.text]).toEqual([201, 'Made It', 'abc'])
  expect(pairsOf(answer.rawHeaders)).toEqual([
    'X-First: 1',
    'Request-Id: req_1',
    'x-double: a',
    'x-double: b',
    'Date: Sun, 22 Nov 2026 00:00:00 GMT',
    'Content-Length: 3',
    'x-request-id: request-1',
    'x-ccproxy-request-id: request-1',
    'x-content-type-options: nosniff',
    'Connection: close',
  ])
})

test('x-request-id is the provider’s where it sends one', async () => {
  const upstream = await startUpstream((_incoming, outgoing) => outgoing.setHeader('x-request-id', 'theirs').end())
  const proxy = await startProxy({ baseUrl: upstream })
  const { headers } = await ask(`${proxy.url}/v1/messages`)
  expect([headers['x-request-id'], headers['x-ccproxy-request-id']]).toEqual(['theirs', 'request-1'])
})

test('what a hostile answer could do to a browser or to us is left out', async () => {
  const hostile = [
    ['access-control-allow-origin', 'Access-Control-Allow-Credentials', 'set-cookie', 'Alt-Svc', 'clear-site-data'],
    ['NEL', 'report-to', 'Strict-Transport-Security', 'x-ccproxy-error', 'refresh', 'keep-alive', 'proxy-authenticate'],
  ].flat()
  const upstream = await startRawUpstream((socket) =>
    socket.write(
      `HTTP/1.1 200 OK\r\n${hostile.map((name) => `${name}: canary`).join('\r\n')}\r\nx-content-type-options: off\r\ncontent-length: 0\r\n\r\n`,
    ),
  )
  const proxy = await startProxy({ baseUrl: upstream.url })
  const answer = await ask(`${proxy.url}/v1/messages`)
  expect(pairsOf(answer.rawHeaders).join('\n')).not.toContain('canary')
  expect(answer.headers['x-content-type-options']).toBe('nosniff')
})

test('control bytes in a hostile head are an error of the provider', async () => {
  const upstream = await startRawUpstream((socket) => socket.write('HTTP/1.1 200 OK\r\nx-bad: a\u0000b\r\n\r\n'))
  const proxy = await startProxy({ baseUrl: upstream.url })
  const answer = await ask(`${proxy.url}/v1/messages`)
  expect([answer.status, answer.headers['x-ccproxy-error']]).toEqual([502, 'CCPROXY_UPSTREAM_ANSWER'])
})

test('a reason phrase that cannot be repeated is left out', async () => {
  const upstream = await startRawUpstream((socket) =>
    socket.write(Buffer.from('HTTP/1.1 200 \u2713\r\ncontent-length: 2\r\n\r\nok')),
  )
  const proxy = await startProxy({ baseUrl: upstream.url })
  expect(await ask(`${proxy.url}/v1/messages`)).toMatchObject({ status: 200, text: 'ok' })
})

const errors: readonly (readonly [status: number, headers: Record<string, string>])[] = [
  [400, {}],
  [401, { 'www-authenticate': 'Bearer error="invalid_token"' }],
  [402, {}],
  [403, {}],
  [404, {}],
  [413, {}],
  [429, { 'retry-after': '17', 'anthropic-ratelimit-requests-remaining': '0' }],
  [500, {}],
  [529, { 'x-should-retry': 'true' }],
]

test.each(errors)('%i of the provider comes back verbatim', async (status, headers) => {
  const body = `{"type":"error","error":{"type":"some_error","message":"the words  matter"},"n":${status}}\n`
  const upstream = await startUpstream((_incoming, outgoing) =>
    outgoing.writeHead(status, { ...headers, 'content-type': 'application/json' }).end(body),
  )
  const proxy = await startProxy({ baseUrl: upstream })
  const answer = await ask(`${proxy.url}/v1/messages`, { method: 'POST', body: '{}' })
  expect([answer.status, answer.text]).toEqual([status, body])
  expect(answer.headers).toMatchObject(headers)
  expect(answer.headers['x-ccproxy-error']).toBeUndefined()
})

test('a compressed answer stays compressed', async () => {
  const body = gzipSync(randomBytes(10_000))
  const upstream = await startUpstream((_incoming, outgoing) =>
    outgoing.writeHead(200, { 'content-encoding': 'gzip' }).end(body),
  )
  const proxy = await startProxy({ baseUrl: upstream })
  const answer = await ask(`${proxy.url}/v1/messages`)
  expect(answer.headers['content-encoding']).toBe('gzip')
  expect(answer.body.equals(body)).toBe(true)
})

test('HEAD and 204 have a head and nothing else', async () => {
  const upstream = await startUpstream((incoming, outgoing) =>
    outgoing
      .writeHead(incoming.method === 'HEAD' ? 200 : 204, incoming.method === 'HEAD' ? { 'content-length': 9 } : {})
      .end(),
  )
  const proxy = await startProxy({ baseUrl: upstream })
  const head = await ask(`${proxy.url}/v1/models`, { method: 'HEAD' })
  const none = await ask(`${proxy.url}/v1/models`)
  expect([head.status, head.headers['content-length'], head.text]).toEqual([200, '9', ''])
  expect([none.status, none.text]).toEqual([204, ''])
})

test('103 Early Hints stay between the provider and us', async () => {
  const upstream = await startRawUpstream((socket) =>
    socket.write('HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'),
  )
  const proxy = await startProxy({ baseUrl: upstream.url })
  expect(await ask(`${proxy.url}/v1/messages`)).toMatchObject({ status: 200, text: 'ok' })
})

test('a redirect inside the base URL comes back to us, any other is refused, and none is followed', async () => {
  let elsewhere = 0
  const other = await startUpstream((_incoming, outgoing) => {
    elsewhere += 1
    outgoing.end()
  })
  const upstream = await startUpstream((incoming, outgoing) => {
    const location =
      incoming.url?.endsWith('/inside') === true ? '/api/v1/files/moved?x=1' : `${other}/v1/steal?token=secret`
    outgoing.writeHead(307, { location }).end()
  })
  const proxy = await startProxy({ baseUrl: `${upstream}/api` })
  const inside = await ask(`${proxy.url}/v1/files/inside`)
  const outside = await ask(`${proxy.url}/v1/messages`)
  expect([inside.status, inside.headers['location']]).toEqual([307, '/fake/v1/files/moved?x=1'])
  expect([outside.status, outside.headers['x-ccproxy-error']]).toEqual([502, 'CCPROXY_UPSTREAM_ANSWER'])
  expect(outside.headers['location']).toBeUndefined()
  expect(outside.text).toContain(other)
  expect(outside.text).not.toContain('secret')
  expect(elsewhere).toBe(0)
})

test('the first event of a stream is not held back, nor is its head', async () => {
  const steps: (() => void)[] = []
  const upstream = await startUpstream((_incoming, outgoing) => {
    outgoing.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders()
    steps.push(
      () => outgoing.write('event: a\ndata: 1\n\n'),
      () => outgoing.end('event: b\ndata: 2\n\n'),
    )
  })
  const proxy = await startProxy({ baseUrl: upstream })
  const client = await openSocket(proxy.url, requestBytes(`${proxy.url}/v1/messages`))
  await until(() => client.received().includes('text/event-stream'))
  expect(client.received().includes('data: 1')).toBe(false)
  steps[0]?.()
  await until(() => client.received().includes('data: 1'))
  expect(client.received().includes('data: 2')).toBe(false)
  steps[1]?.()
  await client.closed
  expect(client.received().toString()).toContain('data: 2')
})

test('a slow reader stops the provider, and loses nothing', async () => {
  const total = 64 * 1024 * 1024
  const block = Buffer.alloc(64 * 1024, 'x')
  let written = 0
  const upstream = await startUpstream((_incoming, outgoing) => {
    const fill = (): void => {
      while (written < total) {
        written += block.length
        if (!outgoing.write(block)) {
          outgoing.once('drain', fill)
          return
        }
      }
      outgoing.end()
    }
    outgoing.writeHead(200, { 'content-type': 'text/event-stream' })
    fill()
  })
  const proxy = await startProxy({ baseUrl: upstream })
  const client = await openSocket(proxy.url, requestBytes(`${proxy.url}/v1/messages`))
  let received = 0
  client.socket.removeAllListeners('data')
  client.socket.pause()
  await until(() => written > 0)
  let before = -1
  while (before !== written) {
    before = written
    await delay(100)
  }
  expect(written).toBeLessThan(total / 2)
  client.socket.on('data', (chunk: Buffer) => {
    received += chunk.length
  })
  client.socket.resume()
  await client.closed
  expect(received).toBeGreaterThan(total)
})

test('a client that leaves takes the upstream request with it', async () => {
  let closed = false
  const upstream = await startUpstream((_incoming, outgoing) => {
    outgoing.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n')
    outgoing.on('close', () => {
      closed = true
    })
  })
  const proxy = await startProxy({ baseUrl: upstream })
  const client = await openSocket(proxy.url, requestBytes(`${proxy.url}/v1/messages`))
  await until(() => client.received().includes('data: 1'))
  client.socket.destroy()
  // The upstream response never ends by itself.
  await expect.poll(() => closed, { timeout: 20_000 }).toBe(true)
  await proxy.idle()
})

test('a client that leaves before the head does too', async () => {
  let opened = false
  let closed = false
  const upstream = await startUpstream((_incoming, outgoing) => {
    opened = true
    outgoing.on('close', () => {
      closed = true
    })
  })
  const proxy = await startProxy({ baseUrl: upstream })
  const client = await openSocket(proxy.url, requestBytes(`${proxy.url}/v1/messages`, { method: 'POST', body: '{}' }))
  await until(() => opened)
  client.socket.destroy()
  await until(() => closed)
  await proxy.idle()
  expect(client.received().length).toBe(0)
})

test('silence inside a stream is filled between events only', async () => {
  const upstream = await startUpstream((_incoming, outgoing) => {
    outgoing.writeHead(200, { 'content-type': 'text/event-stream' }).write('event: a\ndata: {"half":')
    setTimeout(() => outgoing.write('1}\n\n'), 150)
    setTimeout(() => outgoing.end(), 300)
  })
  const proxy = await startProxy({ baseUrl: upstream, keepAliveMs: 30 })
  const anthropic = await ask(`${proxy.url}/v1/messages`)
  const chat = await ask(`${proxy.url}/v1/chat/completions`)
  expect(anthropic.text).toMatch(/^event: a\ndata: {"half":1}\n\n(event: ping\ndata: {"type":"ping"}\n\n)+$/)
  expect(chat.text).toMatch(/^event: a\ndata: {"half":1}\n\n(: keep-alive\n\n)+$/)
})

test.each([
  ['JSON', { 'content-type': 'application/json' }],
  ['an encoded stream', { 'content-type': 'text/event-stream', 'content-encoding': 'gzip' }],
  ['a stream with a length', { 'content-type': 'text/event-stream', 'content-length': '4' }],
])('nothing is added to %s', async (_name, headers) => {
  const upstream = await startUpstream((_incoming, outgoing) => {
    outgoing.writeHead(200, headers).write('\n\n')
    setTimeout(() => outgoing.end('\n\n'), 100)
  })
  const proxy = await startProxy({ baseUrl: upstream, keepAliveMs: 20 })
  const answer = await ask(`${proxy.url}/v1/messages`)
  expect(answer.text).toBe('\n\n\n\n')
})
