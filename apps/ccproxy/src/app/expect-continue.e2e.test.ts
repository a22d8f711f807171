// Clients that ask before they send a body. Not among the unit tests, where nock waits for the whole request.
import { afterEach, expect, test } from 'vitest'
import { openConnection } from './__fixtures__/raw-connection.js'
import { endApp, startApp, startUpstream } from './__fixtures__/start-app.js'

afterEach(endApp)

const head = (port: number, path: string, lines: readonly string[] = []): string =>
  [
    `POST ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    'Content-Type: application/json',
    'Content-Length: 2',
    'Expect: 100-continue',
    ...lines,
    '',
    '',
  ].join('\r\n')

test.each([
  ['by the checks', '/claude/v1/messages', ['Origin: http://evil.example'], 403],
  ['by its path', '/claude/v1/oauth/token', [], 404],
  ['by its provider', '/nobody/v1/messages', [], 404],
  ['by its account', '/claude/v1/messages', ['x-ccproxy-account: a/b'], 400],
  ['by its method', '/health', [], 405],
])(
  'a request that is refused %s is not asked for its body, and ends its connection',
  async (_by, path, lines, status) => {
    const { port } = await startApp()
    await using client = await openConnection(port)
    client.write(head(port, path, lines))
    const received = await client.closed
    expect(received).toMatch(new RegExp(`^HTTP/1\\.1 ${status} [^]*connection: close`, 'i'))
    expect(received).not.toContain('100 Continue')
  },
)

test.each([
  ['passes through', '/claude/v1/messages'],
  ['is translated', '/claude/v1/chat/completions'],
  ['is routed by its model', '/v1/messages'],
  ['is a file', '/claude/v1/files'],
])('a request that %s is asked for its body once, and its connection goes on', async (_name, path) => {
  const bodies: string[] = []
  const baseUrl = await startUpstream((incoming, outgoing) => {
    expect(incoming.headers.expect).toBeUndefined()
    incoming.on('data', (chunk: Buffer) => bodies.push(chunk.toString()))
    incoming.on('end', () => outgoing.end('done'))
  })
  const { port } = await startApp({ baseUrl })
  await using client = await openConnection(port)
  client.write(head(port, path))
  await client.until(/^HTTP\/1\.1 100 Continue\r\n\r\n$/)
  client.write('{}')
  await client.until(/Continue\r\n\r\nHTTP\/1\.1 \d{3} [^]*keep-alive[^]*\r\n\r\n/i)
  client.write(`GET /health HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`)
  expect(await client.closed).toContain('"status":"ok"')
  expect(client.received().match(/100 Continue/g)).toHaveLength(1)
})

test('a body that comes with the question is served, too', async () => {
  const baseUrl = await startUpstream(
    (incoming, outgoing) => void incoming.resume().on('end', () => outgoing.end('done')),
  )
  const { port } = await startApp({ baseUrl })
  await using client = await openConnection(port)
  client.write(`${head(port, '/claude/v1/messages')}{}`)
  expect(await client.until(/done/)).toContain('HTTP/1.1 200 ')
})

test('anything else that is expected is not done, and the request served', async () => {
  const baseUrl = await startUpstream((_incoming, outgoing) => outgoing.end('done'))
  const { port } = await startApp({ baseUrl })
  await using client = await openConnection(port)
  client.write(`GET /claude/v1/models HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nExpect: wonders\r\n\r\n`)
  expect(await client.until(/done/)).toMatch(/^HTTP\/1\.1 200 /)
})
