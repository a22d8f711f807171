// Requests that two servers could read as two things. Not among the unit tests, where nock parses what is sent.
import { afterEach, expect, test } from 'vitest'
import { endApp, sendRaw, startApp, startUpstream } from './__fixtures__/start-app.js'

afterEach(endApp)

const chunks = '2\r\n{}\r\n0\r\n\r\n'

const posts: readonly (readonly [name: string, lines: readonly string[], body: string])[] = [
  ['a length and chunks', ['Content-Length: 12', 'Transfer-Encoding: chunked'], chunks],
  ['chunks and a length', ['Transfer-Encoding: chunked', 'Content-Length: 12'], chunks],
  ['two lengths', ['Content-Length: 2', 'Content-Length: 12'], '{}'],
  ['the same length twice', ['Content-Length: 2', 'Content-Length: 2'], '{}'],
  ['a list of lengths', ['Content-Length: 2, 2'], '{}'],
  ['a signed length', ['Content-Length: +2'], '{}'],
  ['a hexadecimal length', ['Content-Length: 0x2'], '{}'],
  ['a length beyond 64 bits', ['Content-Length: 184467440737095516150'], '{}'],
  ['the identity coding', ['Transfer-Encoding: identity'], '{}'],
  ['chunks, then identity', ['Transfer-Encoding: chunked, identity'], chunks],
  ['gzip, then chunks', ['Transfer-Encoding: gzip, chunked'], chunks],
  ['chunks twice', ['Transfer-Encoding: chunked, chunked'], chunks],
  ['two lines of chunks', ['Transfer-Encoding: chunked', 'Transfer-Encoding: chunked'], chunks],
  ['a coding like chunked', ['Transfer-Encoding: xchunked'], chunks],
  ['a control byte before chunked', ['Transfer-Encoding: \u000bchunked'], chunks],
  ['a space before the colon', ['Transfer-Encoding : chunked'], chunks],
  ['a chunk of no size', ['Transfer-Encoding: chunked'], 'zz\r\n{}\r\n0\r\n\r\n'],
  ['a chunk of negative size', ['Transfer-Encoding: chunked'], '-2\r\n{}\r\n0\r\n\r\n'],
  ['a chunk beyond 64 bits', ['Transfer-Encoding: chunked'], 'fffffffffffffffff\r\n{}\r\n0\r\n\r\n'],
  ['a chunk longer than its size', ['Transfer-Encoding: chunked'], '2\r\n{}zz\r\n0\r\n\r\n'],
  ['a chunk that ends with LF', ['Transfer-Encoding: chunked'], '2\r\n{}\n0\r\n\r\n'],
  ['a size that ends with LF', ['Transfer-Encoding: chunked'], '2\n{}\r\n0\r\n\r\n'],
  ['garbage after a chunk', ['Transfer-Encoding: chunked'], '2\r\n{}\r\nXX'],
  ['a chunk extension without end', ['Transfer-Encoding: chunked'], `2;${'x'.repeat(50_000)}\r\n{}\r\n0\r\n\r\n`],
]

const heads: readonly (readonly [name: string, text: string])[] = [
  ['a bare CR in a value', 'GET PATH HTTP/1.1\r\nHOST\r\nX: a\rb\r\n\r\n'],
  ['lines that end with CR', 'GET PATH HTTP/1.1\rHOST\r\r'],
  ['lines that end with LF', 'GET PATH HTTP/1.1\nHOST\n\n'],
  ['one line that ends with LF', 'GET PATH HTTP/1.1\r\nHOST\nX: y\r\n\r\n'],
  ['a folded line', 'GET PATH HTTP/1.1\r\nHOST\r\nX: a\r\n b\r\n\r\n'],
  ['a first line that is folded', 'GET PATH HTTP/1.1\r\n HOST\r\n\r\n'],
  ['a space before a colon', 'GET PATH HTTP/1.1\r\nHOST\r\nX : a\r\n\r\n'],
  ['a NUL in a value', 'GET PATH HTTP/1.1\r\nHOST\r\nX: a\0b\r\n\r\n'],
  ['a header without a name', 'GET PATH HTTP/1.1\r\nHOST\r\n: a\r\n\r\n'],
  ['HTTP/0.9', 'GET PATH\r\n\r\n'],
  ['HTTP/1.2', 'GET PATH HTTP/1.2\r\nHOST\r\n\r\n'],
  ['HTTP/2.0 in the words of 1.1', 'GET PATH HTTP/2.0\r\nHOST\r\n\r\n'],
  ['a method that is none', 'FOO PATH HTTP/1.1\r\nHOST\r\n\r\n'],
  ['a method in small letters', 'get PATH HTTP/1.1\r\nHOST\r\n\r\n'],
  ['chunks of HTTP/1.0', `POST PATH HTTP/1.0\r\nHOST\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}`],
]

const asHeads = posts.map(([name, lines, body]): readonly [string, string] => [
  name,
  ['POST PATH HTTP/1.1', 'HOST', 'Content-Type: application/json', ...lines, '', body].join('\r\n'),
])

test.each([...asHeads, ...heads])('%s: refused, closed, and nobody is asked', async (_name, text) => {
  let asked = 0
  const baseUrl = await startUpstream((_incoming, outgoing) => {
    asked += 1
    outgoing.end()
  })
  const { port } = await startApp({ baseUrl })
  // What follows must not be taken for a request.
  const smuggled = `GET /claude/v1/models HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`
  const bytes = text.replace('PATH', '/claude/v1/messages').replace('HOST', `Host: 127.0.0.1:${port}`)
  const answer = await sendRaw(port, bytes + smuggled)
  expect([answer.status, answer.headers['x-ccproxy-error']]).toEqual([400, 'CCPROXY_HTTP_MALFORMED'])
  expect(answer.headers['x-ccproxy-request-id']).toMatch(/^[\da-f-]{36}$/)
  expect(answer.headers['connection']?.toLowerCase()).toBe('close')
  expect(answer.text.match(/HTTP\/1\.1 \d/g)).toHaveLength(1)
  expect(asked).toBe(0)
})

test.each<[string, string, object]>([
  ['/claude/v1/messages', 'Anthropic', { type: 'error', error: { type: 'invalid_request_error' } }],
  ['/v1/chat/completions', 'OpenAI', { error: { code: 'CCPROXY_HTTP_MALFORMED' } }],
  ['/v1/responses', 'OpenAI', { error: { code: 'CCPROXY_HTTP_MALFORMED' } }],
  ['/v1beta/models/m:generateContent', 'Google', { error: { code: 400, status: 'INVALID_ARGUMENT' } }],
])('bytes that are no request for %s are refused in the words of %s', async (path, _who, body) => {
  const { port } = await startApp()
  const answer = await sendRaw(port, `POST ${path} HTTP/1.1\r\nX : y\r\n\r\n`)
  expect(JSON.parse(answer.body)).toMatchObject(body)
})

test('a request of HTTP/1.0 is served, trailers and chunk extensions are let go', async () => {
  const seen: string[] = []
  const baseUrl = await startUpstream((incoming, outgoing) => {
    incoming.on('end', () => {
      seen.push(JSON.stringify([incoming.rawHeaders, incoming.rawTrailers]))
      outgoing.end('ok')
    })
    incoming.resume()
  })
  const { port } = await startApp({ baseUrl })
  const old = await sendRaw(port, `GET /claude/v1/messages HTTP/1.0\r\nHost: 127.0.0.1:${port}\r\n\r\n`)
  expect([old.status, old.body]).toEqual([200, 'ok'])
  const head = `POST /claude/v1/messages HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: application/json\r\nConnection: close`
  const chunked =
    'Transfer-Encoding: chunked\r\nTrailer: authorization\r\n\r\n2;a=canary\r\n{}\r\n0\r\nauthorization: canary\r\n\r\n'
  expect((await sendRaw(port, `${head}\r\n${chunked}`)).status).toBe(200)
  expect(seen).toHaveLength(2)
  expect(seen.join()).not.toContain('canary')
})
