// What a provider sees of a client's request.
import { createHash, randomBytes } from 'node:crypto'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import { ask, endRig, startProxy, startRawUpstream, startReadingUpstream, startUpstream } from './__fixtures__/rig.js'

afterEach(endRig)

const ok = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'

/** The header lines of the first request. */
function headerLines(received: string): readonly string[] {
  return (received.split('\r\n\r\n')[0] ?? '').split('\r\n').slice(1)
}

test('headers pass in order and in the case they were sent, and only the credential is ours', async () => {
  const upstream = await startRawUpstream((socket) => socket.write(ok))
  const proxy = await startProxy({ baseUrl: upstream.url })
  await ask(`${proxy.url}/v1/messages?beta=true`, {
    method: 'POST',
    headers: [
      ['Anthropic-Version', '2023-06-01', 'X-Stainless-Lang', 'js', 'accept-encoding', 'gzip, br'],
      ['Anthropic-Beta', 'one,two', 'content-type', 'application/json', 'X-Odd', 'caf\u00e9'],
    ].flat(),
    body: '{"a":1}',
  })
  const lines = headerLines(upstream.received())
  expect(upstream.received().startsWith('POST /v1/messages?beta=true HTTP/1.1\r\n')).toBe(true)
  expect(lines.filter((line) => !/^(host|connection|content-length):/.test(line))).toEqual([
    'Anthropic-Version: 2023-06-01',
    'X-Stainless-Lang: js',
    'accept-encoding: gzip, br',
    'Anthropic-Beta: one,two,oauth-2025-04-20',
    'content-type: application/json',
    'X-Odd: caf\u00e9',
    'authorization: Bearer fake-token-1',
  ])
  expect(lines).toContain('content-length: 7')
  expect(lines.filter((line) => line.toLowerCase().startsWith('host:'))).toEqual([
    `host: ${new URL(upstream.url).host}`,
  ])
})

test.each([
  'authorization',
  'x-api-key',
  'x-goog-api-key',
  'api-key',
  'x-ccproxy-key',
  'X-CCProxy-Account',
  'Cookie',
  'Origin',
  'Referer',
  'Forwarded',
  'X-Forwarded-For',
  'X-Forwarded-Host',
  'Via',
  'X-HTTP-Method-Override',
  'OpenAI-Organization',
  'OpenAI-Project',
  'Anthropic-Workspace-Id',
  'X-Goog-User-Project',
  'TE',
  'Keep-Alive',
  'Proxy-Authorization',
  'Proxy-Connection',
])('%s stays with us', async (name) => {
  const upstream = await startRawUpstream((socket) => socket.write(ok))
  const proxy = await startProxy({ baseUrl: upstream.url, adapter: { prepare: () => ({ headers: {} }) } })
  await ask(`${proxy.url}/v1/messages`, { headers: [name, 'canary', 'x-kept', 'yes'] })
  expect(upstream.received()).not.toContain('canary')
  expect(headerLines(upstream.received())).toContain('x-kept: yes')
})

test('a client cannot make us drop our own credential by naming it in Connection', async () => {
  const upstream = await startRawUpstream((socket) => socket.write(ok))
  const proxy = await startProxy({ baseUrl: upstream.url })
  await ask(`${proxy.url}/v1/messages`, {
    headers: [
      'Connection',
      'close, authorization, X-Of-This-Hop',
      'authorization',
      'Bearer mine',
      'x-of-this-hop',
      'canary',
    ],
  })
  expect(headerLines(upstream.received())).toContain('authorization: Bearer fake-token-1')
  expect(upstream.received()).not.toContain('canary')
  expect(upstream.received()).not.toContain('mine')
})

const bodies: readonly (readonly [name: string, body: Buffer])[] = [
  ['an empty body', Buffer.alloc(0)],
  ['a small body', Buffer.from('{"text":"\\u00e4 \u00e4"}')],
  ['50 KB', randomBytes(50_000)],
  ['1 MB', randomBytes(1_000_000)],
  ['6 MB, which is more than is kept', randomBytes(6_000_000)],
]

test.each(bodies)('%s arrives byte for byte, with a length and in chunks', async (_name, body) => {
  const seen: { readonly hash: string; readonly length: string | undefined }[] = []
  const upstream = await startReadingUpstream((incoming, outgoing, received) => {
    seen.push({ hash: hash(received), length: incoming.headers['content-length'] })
    outgoing.end('{}')
  })
  const proxy = await startProxy({ baseUrl: upstream })
  const sized = await ask(`${proxy.url}/v1/messages`, { method: 'POST', body })
  const chunked = await fetch(`${proxy.url}/v1/messages`, {
    method: 'POST',
    body: new Blob([new Uint8Array(body)]).stream(),
    duplex: 'half',
  })
  expect([sized.status, chunked.status]).toEqual([200, 200])
  expect(seen.map((request) => request.hash)).toEqual([hash(body), hash(body)])
  expect(seen[0]?.length).toBe(String(body.length))
  const isKept = body.length <= 4 * 1024 * 1024
  expect(sized.headers['x-ccproxy-replay']).toBe(isKept ? undefined : 'off')
})

test('a compressed body keeps its encoding and its bytes', async () => {
  const upstream = await startReadingUpstream((incoming, outgoing, body) => {
    outgoing.end(JSON.stringify([incoming.headers['content-encoding'], gunzipSync(body).toString(), hash(body)]))
  })
  const proxy = await startProxy({ baseUrl: upstream })
  const body = gzipSync('{"model":"m"}')
  const answer = await ask(`${proxy.url}/v1/messages`, { method: 'POST', headers: ['content-encoding', 'gzip'], body })
  expect(JSON.parse(answer.text)).toEqual(['gzip', '{"model":"m"}', hash(body)])
})

test('when the shared budget is spent, bodies still pass, without replay', async () => {
  const upstream = await startReadingUpstream((_incoming, outgoing, body) => {
    outgoing.end(String(body.length))
  })
  const proxy = await startProxy({ baseUrl: upstream, replayBudgetBytes: 1000 })
  const large = await ask(`${proxy.url}/v1/messages`, { method: 'POST', body: Buffer.alloc(5000) })
  const small = await ask(`${proxy.url}/v1/messages`, { method: 'POST', body: Buffer.alloc(900) })
  const again = await ask(`${proxy.url}/v1/messages`, { method: 'POST', body: Buffer.alloc(900) })
  expect([large.text, small.text, again.text]).toEqual(['5000', '900', '900'])
  expect([large, small, again].map(({ headers }) => headers['x-ccproxy-replay'])).toEqual(['off', undefined, undefined])
})

test('Expect: 100-continue is answered here and goes no further', async () => {
  const upstream = await startRawUpstream((socket, received) => {
    if (received.endsWith('hello')) socket.write(ok)
  })
  const proxy = await startProxy({ baseUrl: upstream.url })
  const answer = await ask(`${proxy.url}/v1/messages`, {
    method: 'POST',
    headers: ['expect', '100-continue'],
    body: 'hello',
  })
  expect([answer.status, answer.text.split('\r\n')[0]]).toEqual([100, 'HTTP/1.1 200 OK'])
  expect(upstream.received().toLowerCase()).not.toContain('expect')
})

test.each([
  '/v1/oauth/token',
  '/v1/%6fauth/token',
  '/v1/organizations/me',
  '/v1/organization/api_keys',
  '/v1/auth/keys',
  '/admin',
  '/v2/messages',
  '/v1beta1/x',
  '/v1%zz/x',
  '/',
])('%s is not proxied', async (path) => {
  let calls = 0
  const upstream = await startUpstream((_incoming, outgoing) => {
    calls += 1
    outgoing.end()
  })
  const proxy = await startProxy({ baseUrl: upstream })
  const answer = await ask(`${proxy.url}${path}`)
  expect(answer.status).toBe(404)
  expect(answer.headers['x-ccproxy-error']).toBe('CCPROXY_HTTP_PATH_REFUSED')
  expect(calls).toBe(0)
})

test('a base URL that is our own address is refused', async () => {
  const proxy = await startProxy({ baseUrl: 'http://localhost:9' })
  proxy.setOwnAddresses(['http://127.0.0.1:9'])
  const answer = await ask(`${proxy.url}/v1/messages`)
  expect([answer.status, answer.headers['x-ccproxy-error']]).toEqual([508, 'CCPROXY_UPSTREAM_LOOP'])
})

test('TRACE, which would give the credential back, is refused', async () => {
  const proxy = await startProxy({ baseUrl: 'http://127.0.0.1:1' })
  const answer = await ask(`${proxy.url}/v1/messages`, { method: 'TRACE' })
  expect([answer.status, answer.headers['x-ccproxy-error']]).toEqual([405, 'CCPROXY_HTTP_METHOD'])
})

function hash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
