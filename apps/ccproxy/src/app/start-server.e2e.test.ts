// Starting and closing. Not among the unit tests, where nock holds refused connections back.
import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { connect } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { endApp, send, startApp, startUpstream } from './__fixtures__/start-app.js'

afterEach(endApp)

test('a server that others can reach needs a key', async () => {
  await expect(startApp({ hostname: '0.0.0.0' })).rejects.toMatchObject({ code: 'CCPROXY_SERVE_KEY_REQUIRED' })
  const server = await startApp({ hostname: '0.0.0.0', authToken: 'ccp_fake_key_of_the_tests' })
  expect((await send(server.port, 'GET /health')).status).toBe(200)
})

test('a server that others can reach refuses a key that is short enough to be guessed', async () => {
  await expect(startApp({ hostname: '0.0.0.0', authToken: 'fifteen-letters' })).rejects.toMatchObject({
    code: 'CCPROXY_SERVE_KEY_REQUIRED',
    hint: expect.stringContaining('openssl rand'),
  })
  expect((await send((await startApp({ authToken: 'short' })).port, 'GET /health')).status).toBe(200)
})

test.each(['0.0.0.0', '0', '::', '[::0]'])(
  'a server at %s names an address that clients can connect to',
  async (hostname) => {
    const { url, networkUrls, port } = await startApp({ hostname, authToken: 'ccp_fake_key_of_the_tests' })
    expect(new URL(url).hostname).toMatch(/^(127\.0\.0\.1|localhost)$/)
    for (const address of [url, ...networkUrls]) {
      expect(new URL(address).port).toBe(String(port))
      expect((await fetch(`${address}/health`)).status).toBe(200)
    }
  },
)

test('a server at one address has no addresses for other machines', async () => {
  expect(await startApp()).toMatchObject({ url: expect.stringContaining('http://127.0.0.1:'), networkUrls: [] })
})

test('a taken port is named', async () => {
  const first = await startApp()
  await expect(startApp({ port: first.port })).rejects.toMatchObject({ code: 'CCPROXY_SERVE_ADDRESS' })
})

test('a base URL that is this very server is refused', async () => {
  const probe = await startApp()
  await probe.close(0)
  const { port } = await startApp({ port: probe.port, baseUrl: `http://localhost:${probe.port}/claude` })
  expect((await send(port, 'GET /claude/v1/models')).status).toBe(508)
})

/** Starts a stream whose end the test decides. */
async function openStream(): Promise<{
  readonly server: Awaited<ReturnType<typeof startApp>>
  readonly received: () => string
  readonly closed: Promise<unknown>
  readonly finish: () => void
}> {
  const streams: ServerResponse[] = []
  const baseUrl = await startUpstream((_incoming, outgoing) => {
    outgoing.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n')
    streams.push(outgoing)
  })
  const server = await startApp({ baseUrl })
  const socket = connect(server.port, '127.0.0.1')
  let received = ''
  socket.on('error', () => {})
  socket.write(`GET /claude/v1/messages HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n\r\n`)
  const begun = new Promise<void>((resolve) => {
    socket.on('data', (chunk) => {
      received += chunk.toString()
      if (received.includes('data: 1')) resolve()
    })
  })
  const closed = once(socket, 'close')
  await begun
  return { server, received: () => received, closed, finish: () => streams[0]?.end('data: last\n\n') }
}

test('closing lets a stream end, and takes no new connection meanwhile', async () => {
  const stream = await openStream()
  const closing = stream.server.close(5000)
  await expect(send(stream.server.port, 'GET /health')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  stream.finish()
  await closing
  await stream.closed
  expect(stream.received()).toContain('data: last')
})

test('closing cuts a stream that does not end in time', async () => {
  const stream = await openStream()
  await stream.server.close(20)
  await stream.closed
  expect(stream.received()).not.toContain('data: last')
})
