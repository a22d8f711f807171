// What clients see of a server that stops. Not among the unit tests, where nock reads along.
import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { connect } from 'node:net'
import { afterEach, expect, test, vi } from 'vitest'
import { endApp, startApp, startUpstream } from './__fixtures__/start-app.js'

afterEach(endApp)

type Answer = (outgoing: ServerResponse) => unknown

/** One request, whose answer is the test's to give; resolves when the provider was asked. */
async function openRequest(path: string, answer: Answer) {
  const asked: ServerResponse[] = []
  const baseUrl = await startUpstream((_incoming, outgoing) => {
    asked.push(outgoing)
    answer(outgoing)
  })
  const dialects = ['anthropic-messages', 'openai-chat', 'openai-responses', 'gemini'] as const
  const server = await startApp({ baseUrl, dialects })
  const socket = connect(server.port, '127.0.0.1')
  let received = ''
  socket
    .on('data', (chunk) => {
      received += chunk.toString()
    })
    .on('error', () => {})
  const closed = once(socket, 'close')
  socket.write(`GET /claude${path} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n\r\n`)
  await vi.waitFor(() => expect(asked).toHaveLength(1))
  return { server, socket, asked, received: () => received, closed }
}

const stream: Answer = (outgoing) =>
  outgoing.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n')

test.each([
  [
    '/v1/messages',
    /data: 1\n\n.*event: error\ndata: {"type":"error","error":{"type":"api_error","message":"the proxy stopped/s,
  ],
  [
    '/v1/chat/completions',
    /data: 1\n\n.*data: {"error":{"message":"the proxy stopped.*"code":"CCPROXY_SERVE_STOPPED"/s,
  ],
  [
    '/v1/responses',
    /data: 1\n\n.*event: error\ndata: {"type":"error","code":"CCPROXY_SERVE_STOPPED","message":"the proxy stopped/s,
  ],
  [
    '/v1beta/models/m:streamGenerateContent?alt=sse',
    /data: 1\n\n.*data: {"error":{"code":503,"message":"the proxy stopped.*"UNAVAILABLE"/s,
  ],
])('a stream of %s that does not end in time ends with an error event', async (path, expected) => {
  const { server, received, closed, asked } = await openRequest(path, stream)
  await vi.waitFor(() => expect(received()).toContain('data: 1'))
  await server.close(20)
  await closed
  expect(received()).toMatch(expected)
  expect(received().endsWith('\r\n0\r\n\r\n')).toBe(true)
  await vi.waitFor(() => expect(asked[0]?.closed).toBe(true))
})

test('an answer that has not begun by then is a 503, which SDKs try again', async () => {
  const { server, received, closed } = await openRequest('/v1/messages', () => {})
  await server.close(20)
  await closed
  expect(received()).toMatch(/^HTTP\/1.1 503 .*x-ccproxy-error: CCPROXY_SERVE_STOPPED\r\n.*Connection: close/s)
  expect(received()).not.toContain('x-should-retry: false')
})

test('an answer that begins while the server stops is the last of its connection', async () => {
  const { server, received, closed, asked } = await openRequest('/v1/messages', () => {})
  const closing = server.close(5000)
  asked[0]?.end('made it')
  await closing
  await closed
  expect(received()).toMatch(/^HTTP\/1.1 200 .*Connection: close\r\n.*made it/s)
})

test('a second call ends at once what the first would have waited for', async () => {
  const { server, received, closed } = await openRequest('/v1/messages', stream)
  await vi.waitFor(() => expect(received()).toContain('data: 1'))
  const closing = server.close(600_000)
  await server.close(0)
  await closing
  await closed
  expect(received()).toContain('event: error')
})

test('who does not even read that is cut off', async () => {
  const piece = Buffer.alloc(1024 * 1024, 'x')
  const { server, socket, closed } = await openRequest('/v1/messages', (outgoing) => {
    const more = (): void => {
      while (outgoing.write(piece));
    }
    outgoing.writeHead(200, { 'content-type': 'text/event-stream' }).on('drain', more)
    more()
  })
  socket.pause()
  await server.close(20)
  socket.resume()
  await expect(closed).resolves.toBeDefined()
})
