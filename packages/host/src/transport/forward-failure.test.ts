// What a client is told when a provider cannot be asked, or breaks off.
import { createServer as createTlsServer } from 'node:https'
import { CCProxyError } from '@ccproxy/core'
import { afterEach, expect, test } from 'vitest'
import { fakeManager } from './__fixtures__/fake-provider.js'
import { ask, endRig, listen, onEnd, startProxy, startRawUpstream, startUpstream } from './__fixtures__/rig.js'
import { untrustedCertificate } from './__fixtures__/untrusted-certificate.js'

afterEach(endRig)

test('nobody listens', async () => {
  const proxy = await startProxy({ baseUrl: 'http://127.0.0.1:1' })
  const answer = await ask(`${proxy.url}/v1/messages`, { method: 'POST', body: '{}' })
  expect(answer.status).toBe(502)
  expect(answer.headers).toMatchObject({
    'x-ccproxy-error': 'CCPROXY_UPSTREAM_UNREACHABLE',
    'x-ccproxy-request-id': 'request-1',
    'x-content-type-options': 'nosniff',
  })
  expect(JSON.parse(answer.text)).toEqual({
    type: 'error',
    error: {
      type: 'api_error',
      message:
        'http://127.0.0.1:1 cannot be reached: the port refuses connections (ECONNREFUSED). Check host and port in the settings (base_url, token_url), and that the server runs.',
    },
    request_id: 'request-1',
  })
})

test('the certificate is not trusted', async () => {
  const server = createTlsServer(untrustedCertificate, (_incoming, outgoing) => outgoing.end())
  onEnd(async () => {
    await new Promise((resolve) => server.close(resolve))
  })
  const proxy = await startProxy({ baseUrl: `https://127.0.0.1:${await listen(server)}` })
  const answer = await ask(`${proxy.url}/v1/chat/completions`)
  expect([answer.status, answer.headers['x-ccproxy-error']]).toEqual([502, 'CCPROXY_UPSTREAM_TLS'])
  expect(answer.headers['x-should-retry']).toBe('false')
  expect(JSON.parse(answer.text)).toMatchObject({ error: { type: 'server_error', code: 'CCPROXY_UPSTREAM_TLS' } })
})

test('no head comes in time', async () => {
  const upstream = await startUpstream(() => {})
  const proxy = await startProxy({ baseUrl: upstream, responseTimeout: 0.1 })
  const answer = await ask(`${proxy.url}/v1beta/models/m:generateContent`)
  expect([answer.status, answer.headers['x-ccproxy-error']]).toEqual([504, 'CCPROXY_UPSTREAM_TIMEOUT'])
  expect(JSON.parse(answer.text)).toMatchObject({ error: { code: 504, status: 'DEADLINE_EXCEEDED' } })
})

test('the provider hangs up: what may have been seen is not sent again, what changes nothing is, once', async () => {
  let connections = 0
  const upstream = await startRawUpstream((socket) => {
    connections += 1
    socket.destroy()
  })
  const proxy = await startProxy({ baseUrl: upstream.url })
  const post = await ask(`${proxy.url}/v1/messages`, { method: 'POST', body: '{}' })
  expect([post.status, post.headers['x-ccproxy-error'], connections]).toEqual([502, 'CCPROXY_UPSTREAM_RESET', 1])
  const get = await ask(`${proxy.url}/v1/models`)
  expect([get.status, connections]).toEqual([502, 3])
})

test('a stream that breaks between two events ends with the dialect’s error event', async () => {
  const upstream = await startRawUpstream((socket) => {
    socket.write(
      'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n9\r\ndata: 1\n\n\r\n',
      () => socket.destroySoon(),
    )
  })
  const proxy = await startProxy({ baseUrl: upstream.url })
  const anthropic = await ask(`${proxy.url}/v1/messages`)
  expect(anthropic.text).toMatch(/^data: 1\n\nevent: error\ndata: {"type":"error","error":{"type":"api_error",.*}\n\n$/)
  expect(anthropic.complete).toBe(true)
  const chat = await ask(`${proxy.url}/v1/chat/completions`)
  expect(chat.text).toMatch(/^data: 1\n\ndata: {"error":{.*"code":"CCPROXY_UPSTREAM_RESET".*}\n\n$/)
  const responses = await ask(`${proxy.url}/v1/responses`)
  expect(responses.text).toMatch(
    /^data: 1\n\nevent: error\ndata: {"type":"error","code":"CCPROXY_UPSTREAM_RESET".*}\n\n$/,
  )
  const gemini = await ask(`${proxy.url}/v1beta/models/m:streamGenerateContent?alt=sse`)
  expect(gemini.text).toMatch(/^data: 1\n\ndata: {"error":{"code":502,.*"status":"UNAVAILABLE"}}\n\n$/)
})

test.each([
  ['in the middle of an event', 'content-type: text/event-stream\r\ntransfer-encoding: chunked', '7\r\ndata: 1\r\n'],
  ['in JSON', 'content-type: application/json\r\ntransfer-encoding: chunked', '7\r\n{"a":1\n\r\n'],
  ['short of its length', 'content-type: text/event-stream\r\ncontent-length: 99', 'data: 1\n\n'],
])('an answer that breaks %s breaks the connection', async (_name, headers, body) => {
  const upstream = await startRawUpstream((socket) => {
    socket.write(`HTTP/1.1 200 OK\r\n${headers}\r\n\r\n${body}`, () => socket.destroySoon())
  })
  const proxy = await startProxy({ baseUrl: upstream.url })
  const answer = await ask(`${proxy.url}/v1/messages`)
  expect([answer.status, answer.complete]).toEqual([200, false])
  expect(answer.text).not.toContain('error')
})

test('a stream that goes silent for too long is ended with a reason', async () => {
  const upstream = await startUpstream((_incoming, outgoing) => {
    outgoing.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n')
  })
  const proxy = await startProxy({ baseUrl: upstream, idleTimeout: 0.1 })
  const answer = await ask(`${proxy.url}/v1/messages`)
  expect(answer.text).toContain('event: error\ndata: {"type":"error","error":{"type":"timeout_error"')
})

test('nobody is signed in', async () => {
  let calls = 0
  const upstream = await startUpstream((_incoming, outgoing) => {
    calls += 1
    outgoing.end()
  })
  const manager = fakeManager([], async () => {
    throw new CCProxyError('CCPROXY_CREDENTIAL_ABSENT', 'nobody is signed in as fake/default')
  })
  const proxy = await startProxy({ baseUrl: upstream, manager })
  const answer = await ask(`${proxy.url}/v1/messages`, { method: 'POST', body: '{}' })
  expect([answer.status, calls]).toEqual([401, 0])
  expect(JSON.parse(answer.text)).toMatchObject({
    error: {
      type: 'authentication_error',
      message: 'nobody is signed in as fake/default. Sign in with `ccproxy auth login fake`.',
    },
  })
})

test('an error that knows when to try again says so', async () => {
  const manager = fakeManager([], async () => {
    throw new CCProxyError('CCPROXY_OAUTH_RATE_LIMITED', 'slow down', { retryAt: Date.now() + 30_000 })
  })
  const proxy = await startProxy({ baseUrl: 'http://127.0.0.1:1', manager })
  const answer = await ask(`${proxy.url}/v1/messages`)
  expect(answer.status).toBe(429)
  expect(Number(answer.headers['retry-after'])).toBeGreaterThan(25)
})

test('an adapter that leaves its base URL is stopped before anything is sent', async () => {
  const proxy = await startProxy({
    baseUrl: 'http://127.0.0.1:1',
    adapter: { prepare: () => ({ headers: {}, url: 'http://127.0.0.1:1@evil.example/v1/messages' }) },
  })
  const answer = await ask(`${proxy.url}/v1/messages`)
  expect([answer.status, answer.headers['x-ccproxy-error']]).toEqual([502, 'CCPROXY_UPSTREAM_URL'])
})

test('a key that cannot be a header value fails without being quoted', async () => {
  const proxy = await startProxy({ baseUrl: 'http://127.0.0.1:1', manager: fakeManager(['fake\nsecret']) })
  const answer = await ask(`${proxy.url}/v1/messages`)
  expect(answer.status).toBe(400)
  expect(answer.text).not.toContain('defect')
  expect(answer.text).not.toContain('secret')
})
