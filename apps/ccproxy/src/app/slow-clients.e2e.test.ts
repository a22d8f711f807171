// Clients that take their time: with the headers they may not, with a body they may, but not stop.
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { openConnection } from './__fixtures__/raw-connection.js'
import { endApp, send, startApp, startUpstream } from './__fixtures__/start-app.js'

afterEach(endApp)

const hasty = { headersMs: 60, checkEveryMs: 20 }
/** For requests that must come through, also where the machine is busy. */
const brisk = { headersMs: 300, checkEveryMs: 20 }

test.each([
  ['nothing at all', ''],
  ['half a request line', 'POST /claude/v1/mess'],
  ['half of the headers', 'POST /claude/v1/messages HTTP/1.1\r\nHost: x\r\n'],
])('a client that sends %s and waits is let go with a 408', async (_name, text) => {
  const { port } = await startApp({ limits: hasty })
  await using client = await openConnection(port)
  client.write(text)
  const received = await client.closed
  expect(received).toMatch(/^HTTP\/1\.1 408 [^]*x-ccproxy-error: CCPROXY_HTTP_TIMEOUT/)
})

test('a client that sends a header byte by byte is let go, however busy it is', async () => {
  const { port } = await startApp({ limits: hasty })
  await using client = await openConnection(port)
  client.write('GET /health HTTP/1.1\r\nX: ')
  const trickle = setInterval(() => client.write('x'), 10)
  try {
    expect(await client.closed).toMatch(/^HTTP\/1\.1 408 /)
  } finally {
    clearInterval(trickle)
  }
})

test('a second request whose headers do not come does not disturb the answer to the first', async () => {
  const baseUrl = await startUpstream((_incoming, outgoing) => {
    outgoing.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n')
    setTimeout(() => outgoing.end('data: 2\n\n'), 600)
  })
  const { port } = await startApp({ baseUrl, limits: brisk })
  await using client = await openConnection(port)
  client.write(`GET /claude/v1/messages HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\nGET /health HTT`)
  expect(await client.closed).toMatch(/^HTTP\/1\.1 200 [^]*data: 2[^]*\r\n0\r\n\r\nHTTP\/1\.1 408 /)
})

test('a body may take many times as long as headers may', async () => {
  let received = ''
  const baseUrl = await startUpstream((incoming, outgoing) => {
    incoming.on('data', (chunk: Buffer) => {
      received += chunk.toString()
    })
    incoming.on('end', () => outgoing.end('done'))
  })
  const { port } = await startApp({ baseUrl, limits: brisk })
  await using client = await openConnection(port)
  client.write(`POST /claude/v1/files HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Length: 8\r\n\r\n`)
  for (const letter of 'uploaded') {
    client.write(letter)
    await delay(60)
  }
  await client.until(/^HTTP\/1\.1 200 [^]*done/)
  expect(received).toBe('uploaded')
})

test.each([
  ['that is held', '/claude/v1/files', 2000],
  ['that is translated', '/claude/v1/chat/completions', 2000],
  ['that is on its way already', '/claude/v1/files', 5_000_000],
])('a client that stops in the middle of a body %s is told so, and nothing is left', async (_name, path, length) => {
  const baseUrl = await startUpstream((incoming) => void incoming.resume().on('error', () => {}))
  const { port } = await startApp({ baseUrl, idleTimeout: 0.1 })
  await using client = await openConnection(port)
  client.write(
    `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n{"half":`,
  )
  expect(await client.closed).toMatch(/^HTTP\/1\.1 408 [^]*CCPROXY_HTTP_TIMEOUT[^]*connection: close/i)
})

test('a connection without a next request is closed', async () => {
  const { port } = await startApp({ limits: { keepAliveMs: 50, checkEveryMs: 20 } })
  await using client = await openConnection(port)
  client.write(`GET /health HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`)
  expect(await client.closed).toContain('"status":"ok"')
})

test('connections beyond the limit are closed at once, and served again when others have gone', async () => {
  const { port } = await startApp({ limits: { connections: 2 } })
  const first = await openConnection(port)
  await using second = await openConnection(port)
  await using third = await openConnection(port)
  expect(await third.closed).toBe('')
  second.write(`GET /health HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`)
  await second.until(/"ok"/)
  await first[Symbol.asyncDispose]()
  let answer = ''
  while (!answer.includes('"ok"')) answer = (await send(port, 'GET /health')).text
})
