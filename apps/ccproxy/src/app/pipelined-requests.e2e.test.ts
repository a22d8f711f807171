// Several requests on one connection: each answer stands where its request stood, whatever comes after it.
import type { ServerResponse } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import { openConnection } from './__fixtures__/raw-connection.js'
import { endApp, startApp, startUpstream } from './__fixtures__/start-app.js'

afterEach(endApp)

interface Held {
  readonly port: number
  /** In the order in which the provider was asked. */
  readonly answers: readonly ServerResponse[]
  readonly request: (path: string, lines?: readonly string[]) => string
}

/** A provider that answers when the test says so. */
async function startHeld(): Promise<Held> {
  const answers: ServerResponse[] = []
  const baseUrl = await startUpstream((incoming, outgoing) => {
    incoming.resume()
    answers.push(outgoing)
  })
  const { port } = await startApp({ baseUrl })
  const request = (path: string, lines: readonly string[] = []): string =>
    [`GET ${path} HTTP/1.1`, `Host: 127.0.0.1:${port}`, ...lines, '', ''].join('\r\n')
  return { port, answers, request }
}

async function until(condition: () => boolean): Promise<void> {
  const end = performance.now() + 5000
  while (!condition() && performance.now() < end)
    await new Promise((resolve) => {
      setTimeout(resolve, 5)
    })
  expect(condition()).toBe(true)
}

test('answers come in the order of the requests', async () => {
  const { port, answers, request } = await startHeld()
  await using client = await openConnection(port)
  client.write(['first', 'second', 'third'].map((name) => request(`/claude/v1/models?${name}`)).join(''))
  await until(() => answers.length === 3)
  // The provider may be asked in any order: the requests go over connections of their own.
  for (const name of ['third', 'second', 'first'])
    answers.find(({ req }) => req.url?.endsWith(name))?.end(name.toUpperCase())
  expect(await client.until(/THIRD/)).toMatch(/FIRST[^]*SECOND[^]*THIRD/)
})

test('garbage after a request does not take its answer away', async () => {
  const { port, answers, request } = await startHeld()
  await using client = await openConnection(port)
  client.write(`${request('/claude/v1/models')}garbage garbage\r\n\r\n`)
  await until(() => answers.length === 1)
  client.write('more garbage\r\n\r\n')
  expect(client.received()).toBe('')
  answers[0]?.end('ANSWER')
  expect(await client.closed).toMatch(/^HTTP\/1\.1 200 [^]*ANSWERHTTP\/1\.1 400 [^]*CCPROXY_HTTP_MALFORMED/)
})

test('garbage in the middle of a stream is answered after it', async () => {
  const { port, answers, request } = await startHeld()
  await using client = await openConnection(port)
  client.write(request('/claude/v1/messages'))
  await until(() => answers.length === 1)
  answers[0]?.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n')
  await client.until(/data: 1/)
  client.write('garbage garbage\r\n\r\n')
  answers[0]?.write('data: 2\n\n')
  await client.until(/data: 2/)
  answers[0]?.end()
  expect(await client.closed).toMatch(/data: 2\n\n\r\n0\r\n\r\nHTTP\/1\.1 400 /)
})

test.each([
  ['an upgrade', 'GET /claude/v1/x HTTP/1.1\r\nHost: HOST\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'],
  ['CONNECT', 'CONNECT example.com:443 HTTP/1.1\r\nHost: HOST\r\n\r\n'],
])('%s while an answer is awaited ends the connection, and is not taken for that answer', async (_name, text) => {
  const { port, answers, request } = await startHeld()
  await using client = await openConnection(port)
  client.write(request('/claude/v1/models'))
  await until(() => answers.length === 1)
  client.write(text.replace('HOST', `127.0.0.1:${port}`))
  expect(await client.closed).toBe('')
})

test('a body that breaks after its answer began ends the connection without another word', async () => {
  const baseUrl = await startUpstream((incoming, outgoing) => {
    incoming.resume().on('error', () => {})
    outgoing.writeHead(200, { 'content-type': 'text/plain' }).write('BEGUN')
  })
  const { port } = await startApp({ baseUrl })
  await using client = await openConnection(port)
  // Too large to be held: it is on its way while the rest is still to come.
  const start = Buffer.alloc(5 * 1024 * 1024, 'x')
  client.write(
    `POST /claude/v1/files HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nTransfer-Encoding: chunked\r\n\r\n${start.length.toString(16)}\r\n`,
  )
  client.write(start)
  await client.until(/BEGUN/)
  client.write('\r\nzz\r\n')
  expect(await client.closed).not.toContain('HTTP/1.1 400')
})

test('more requests at once than a connection may have are refused, in their turn', async () => {
  const answers: ServerResponse[] = []
  const baseUrl = await startUpstream((_incoming, outgoing) => void answers.push(outgoing))
  const { port } = await startApp({ baseUrl, limits: { pipelinedRequests: 2 } })
  await using client = await openConnection(port)
  const request = `GET /claude/v1/models HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`
  client.write(request.repeat(3))
  await until(() => answers.length === 2)
  for (const answer of answers) answer.end('SERVED')
  const refused = await client.until(/CCPROXY_HTTP_BUSY/)
  expect(refused).toMatch(/SERVED[^]*SERVED[^]*HTTP\/1\.1 503 /)
  // What was answered counts no more.
  client.write(request)
  await until(() => answers.length === 3)
})

test('CONNECT is told what this server is, and an upgrade is a 426', async () => {
  const { port } = await startHeld()
  await using client = await openConnection(port)
  client.write('CONNECT api.anthropic.com:443 HTTP/1.1\r\nHost: api.anthropic.com:443\r\n\r\n')
  expect(await client.closed).toMatch(/^HTTP\/1\.1 405 [^]*x-ccproxy-error: CCPROXY_HTTP_METHOD[^]*HTTPS_PROXY/)
})

test('HEAD leaves the connection open for the next request, OPTIONS passes like any other', async () => {
  const baseUrl = await startUpstream(({ method }, outgoing) =>
    outgoing.setHeader('x-method', method ?? '').end('body'),
  )
  const { port } = await startApp({ baseUrl })
  await using client = await openConnection(port)
  const host = `Host: 127.0.0.1:${port}\r\n`
  const paths = ['/claude/v1/models', '/health', '/nowhere', '/v1/models']
  client.write(paths.map((path) => `HEAD ${path} HTTP/1.1\r\n${host}\r\n`).join(''))
  client.write(`OPTIONS /claude/v1/models HTTP/1.1\r\n${host}\r\n`)
  await client.until(/x-method: OPTIONS[^]*body/)
  const heads = client.received().split(/(?=HTTP\/1\.1 )/)
  expect(heads.map((head) => head.slice(9, 12))).toEqual(['200', '200', '404', '200', '200'])
  // A head, an empty line, nothing.
  for (const head of heads.slice(0, 4)) expect(head).toMatch(/^[^{]*\r\n\r\n$/)
  expect(client.received().toLowerCase()).not.toContain('access-control-')
})
