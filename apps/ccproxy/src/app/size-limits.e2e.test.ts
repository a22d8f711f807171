// Requests that are too large, told in the words of whoever sent them.
import { afterEach, expect, test } from 'vitest'
import { openConnection } from './__fixtures__/raw-connection.js'
import { endApp, send, sendRaw, startApp, startUpstream } from './__fixtures__/start-app.js'

afterEach(endApp)

const dialects: readonly (readonly [path: string, type: string])[] = [
  ['/claude/v1/messages', '{"type":"error","error":{"type":'],
  ['/v1/chat/completions', '{"error":{"message":'],
  ['/v1/responses', '{"error":{"message":'],
  ['/v1beta/models/m:generateContent', '{"error":{"code":'],
]

const long = 'x'.repeat(40_000)

test.each(dialects)('on %s', async (path, start) => {
  let asked = 0
  const baseUrl = await startUpstream((_incoming, outgoing) => {
    asked += 1
    outgoing.end()
  })
  const { port } = await startApp({ baseUrl })
  const json = 'Content-Type: application/json'
  const answers = [
    await send(port, `POST ${path}?${long}`, ['HOST']),
    await send(port, `POST ${path}`, ['HOST', `X-One: ${long}`, `X-Two: ${long}`]),
    await send(port, `POST ${path}`, ['HOST', json, 'Content-Length: 18446744073709551615']),
    // More than node:http reads, in one packet with the request line and in several.
    await send(port, `POST ${path}`, ['HOST', ...Array.from({ length: 1500 }, () => 'a: b')]),
  ]
  expect(answers.map(({ status, headers }) => [status, headers['x-ccproxy-error']])).toEqual([
    [414, 'CCPROXY_HTTP_TARGET_TOO_LONG'],
    [431, 'CCPROXY_HTTP_HEADERS_TOO_LARGE'],
    [413, 'CCPROXY_HTTP_BODY_TOO_LARGE'],
    [431, 'CCPROXY_HTTP_HEADERS_TOO_LARGE'],
  ])
  for (const { headers, body } of answers) {
    expect(body.startsWith(start)).toBe(true)
    expect(headers['x-ccproxy-request-id']).toMatch(/^[\da-f-]{36}$/)
  }
  expect(asked).toBe(0)
})

test('what is larger than node:http reads is refused without a word of it', async () => {
  const { port } = await startApp()
  const answer = await sendRaw(port, `GET /claude/v1/models HTTP/1.1\r\nx: ${'canary'.repeat(50_000)}\r\n\r\n`)
  expect([answer.status, answer.headers['x-ccproxy-error']]).toEqual([431, 'CCPROXY_HTTP_HEADERS_TOO_LARGE'])
  expect(answer.text).not.toContain('canary')
})

test('what is just within the limits passes whole', async () => {
  const seen: number[] = []
  const baseUrl = await startUpstream((incoming, outgoing) => {
    seen.push(incoming.url?.length ?? 0, incoming.headers['x-long']?.length ?? 0)
    outgoing.end()
  })
  const { port } = await startApp({ baseUrl })
  const value = 'x'.repeat(10_000)
  expect((await send(port, `GET /claude/v1/models?${'y'.repeat(4000)}`, ['HOST', `X-Long: ${value}`])).status).toBe(200)
  expect(seen).toEqual([4011, 10_000])
})

test('a body that must be held and is too large is refused, and the connection goes on', async () => {
  const { port } = await startApp()
  await using client = await openConnection(port)
  const length = 64 * 1024 * 1024 + 1
  client.write(
    `POST /claude/v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`,
  )
  // At once: the length says it, nothing of the body has to come.
  const refused = await client.until(/"code":"CCPROXY_HTTP_BODY_TOO_LARGE"/)
  expect(refused).toMatch(/^HTTP\/1\.1 413 [^]*connection: keep-alive/i)
})
