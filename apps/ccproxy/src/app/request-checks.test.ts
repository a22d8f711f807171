// What is refused before anything looks at what a request wants.
import { afterEach, expect, test } from 'vitest'
import { endApp, send, sendRaw, startApp, startUpstream } from './__fixtures__/start-app.js'

afterEach(endApp)

test.each([
  '/claude/../x',
  '/claude/./x',
  '/claude/%2e%2e/x',
  '/claude/%2E./x',
  '/claude/..;/x',
  '/claude//evil.example/x',
  '//evil.example/x',
  '/\\evil.example/x',
  '/claude/v1\\x',
  '/claude/v1%2fx',
  '/claude/v1%5Cx',
  '/claude/v1%00x',
  'http://127.0.0.1/claude/v1/messages',
  '*',
  '/claude/v1/caf\u00e9',
])('the target %s is refused, before routing', async (target) => {
  const { port } = await startApp()
  const answer = await send(port, `GET ${target}`)
  expect(answer.status).toBe(400)
  // Some of it is no HTTP to Node already; either way the answer is ours.
  expect(answer.headers['x-ccproxy-error']).toBe('CCPROXY_HTTP_TARGET_REFUSED')
  expect(answer.headers['x-ccproxy-request-id']).toMatch(/^[\da-f-]{36}$/)
})

test.each(['/@evil.example/x', '/.evil.example/x', '/v1/files/a:b@c', '/v1/files/...', '/v1/files/.hidden'])(
  'the path %s goes nowhere but to the provider',
  async (path) => {
    const hosts: (string | undefined)[] = []
    const baseUrl = await startUpstream((incoming, outgoing) => {
      hosts.push(incoming.headers.host)
      outgoing.end()
    })
    const { port } = await startApp({ baseUrl })
    const answer = await send(port, `GET /claude${path}`)
    const isAllowed = path.startsWith('/v1/')
    expect(answer.status).toBe(isAllowed ? 200 : 404)
    expect(hosts).toEqual(isAllowed ? [new URL(baseUrl).host] : [])
  },
)

test.each([
  ['a foreign name', ['Host: evil.example:PORT']],
  ['a name of this machine before a foreign name', ['Host: localhost.evil.example:PORT']],
  ['a number that is no loopback address', ['Host: 128.0.0.1:PORT']],
  ['a longer name than an address', ['Host: 127.0.0.1.evil.example:PORT']],
  ['0.0.0.0', ['Host: 0.0.0.0:PORT']],
  ['a name that ends like ours', ['Host: xlocalhost:PORT']],
  ['a user', ['Host: a@127.0.0.1:PORT']],
])('Host: %s is refused', async (_name, lines) => {
  const { port } = await startApp()
  const answer = await send(
    port,
    'GET /health',
    lines.map((line) => line.replace('PORT', String(port))),
  )
  expect([answer.status, answer.headers['x-ccproxy-error']]).toEqual([403, 'CCPROXY_HTTP_HOST_REFUSED'])
})

test.each([
  '127.0.0.1',
  '127.1.2.3',
  'localhost',
  'LOCALHOST',
  'localhost.',
  'app.localhost',
  '[::1]',
  '[::ffff:127.0.0.1]',
])('Host: %s names this machine at any port, as behind a tunnel or in a container', async (name) => {
  const { port } = await startApp()
  for (const host of [`${name}:${port}`, `${name}:9000`, name])
    expect([host, (await send(port, 'GET /health', [`Host: ${host}`])).status]).toEqual([host, 200])
})

test.each([undefined, 'ccp_fake'])('no Host and two Hosts are malformed, with the client key %s', async (authToken) => {
  const { port } = await startApp({ authToken })
  const host = 'Host: 127.0.0.1'
  for (const lines of [[], [host, host]]) {
    const answer = await send(port, 'GET /health', lines)
    expect([answer.status, answer.headers['x-ccproxy-error']]).toEqual([400, 'CCPROXY_HTTP_MALFORMED'])
  }
})

test('a foreign name is refused with the setting that accepts it', async () => {
  const { port } = await startApp()
  const answer = await send(port, 'GET /claude/v1/messages', ['Host: proxy.example'])
  expect(answer.text).toContain('security.auth_token')
})

test('with a key the Host may be any, for a server that others reach', async () => {
  const { port } = await startApp({ authToken: 'ccp_fake' })
  expect((await send(port, 'GET /health', ['Host: proxy.example'])).status).toBe(200)
})

test.each([
  'Origin: http://evil.example',
  'Origin: null',
  'Origin: chrome-extension://abc',
  'Origin: http://127.0.0.1:3000',
  'Origin: https://ok.example.evil.example',
  'Sec-Fetch-Site: cross-site',
  'Sec-Fetch-Site: same-site',
])('%s is refused on every path, without a CORS header', async (line) => {
  const { port } = await startApp({ allowedOrigins: ['https://ok.example'] })
  for (const request of ['GET /health', 'POST /claude/v1/messages', 'OPTIONS /claude/v1/messages']) {
    const answer = await send(port, request, ['HOST', line])
    expect([answer.status, answer.headers['x-ccproxy-error']]).toEqual([403, 'CCPROXY_HTTP_ORIGIN_REFUSED'])
    expect(answer.text.toLowerCase()).not.toContain('access-control-')
  }
})

test('an allowed origin passes, twice the header does not', async () => {
  const { port } = await startApp({ allowedOrigins: ['https://ok.example'] })
  const origin = 'Origin: https://ok.example'
  expect((await send(port, 'GET /health', ['HOST', origin, 'Sec-Fetch-Site: cross-site'])).status).toBe(200)
  expect((await send(port, 'GET /health', ['HOST', origin, origin])).status).toBe(403)
  expect((await send(port, 'GET /health', ['HOST', 'Sec-Fetch-Site: none'])).status).toBe(200)
})

test('a browser cannot open the path of a provider, but can open ours', async () => {
  const { port } = await startApp()
  const lines = ['HOST', 'Sec-Fetch-Site: none', 'Sec-Fetch-Mode: navigate']
  expect((await send(port, 'GET /claude/v1/models', lines)).status).toBe(403)
  expect((await send(port, 'GET /health', lines)).status).toBe(200)
})

test.each([
  ['text/plain', 415],
  ['application/x-www-form-urlencoded', 415],
  ['application/jsonp', 415],
  [undefined, 415],
  ['application/json', 200],
  ['application/json; charset=utf-8', 200],
])('a POST of %s to an API: %i', async (type, status) => {
  const baseUrl = await startUpstream((_incoming, outgoing) => outgoing.end())
  const { port } = await startApp({ baseUrl })
  const lines = type === undefined ? ['HOST'] : ['HOST', `Content-Type: ${type}`]
  expect((await send(port, 'POST /claude/v1/messages', lines, '{}')).status).toBe(status)
  expect((await send(port, 'POST /claude/v1/files', lines, '{}')).status).toBe(200)
})

const key = 'ccp_fake-client-key'
const places: readonly (readonly [place: string, target: string, line: string])[] = [
  ['x-ccproxy-key', '/claude/v1/messages', 'X-CCProxy-Key: KEY'],
  ['x-api-key', '/claude/v1/messages', 'x-api-key: KEY'],
  ['x-goog-api-key', '/claude/v1/messages', 'X-Goog-Api-Key: KEY'],
  ['api-key', '/claude/v1/messages', 'Api-Key: KEY'],
  ['Authorization', '/claude/v1/messages', 'authorization: bearer KEY'],
  ['?key=', '/claude/v1/messages?key=KEY&x=1', 'x-none: 1'],
]

test.each(places)('the client key in %s opens, and goes no further', async (_place, target, line) => {
  const seen: string[] = []
  const baseUrl = await startUpstream((incoming, outgoing) => {
    seen.push(`${incoming.url} ${incoming.rawHeaders.join(' ')}`)
    outgoing.end()
  })
  const { port } = await startApp({ baseUrl, authToken: key })
  const ask = async (value: string): Promise<number> =>
    (await send(port, `GET ${target.replace('KEY', value)}`, ['HOST', line.replace('KEY', value)])).status
  expect([await ask(key), await ask(`${key}x`), await ask('ccp_')]).toEqual([200, 401, 401])
  expect(seen.join()).not.toContain(key)
  expect(seen.join()).toContain('Bearer fake-token-1')
})

test('one right key among several is enough; the same place twice is refused; none is asked for', async () => {
  const baseUrl = await startUpstream((_incoming, outgoing) => outgoing.end())
  const { port } = await startApp({ baseUrl, authToken: key })
  const right = `x-api-key: ${key}`
  const answers = await Promise.all([
    send(port, 'GET /claude/v1/models', ['HOST', 'authorization: Bearer other', right]),
    send(port, 'GET /claude/v1/models', ['HOST', right, right]),
    send(port, `GET /claude/v1/models?key=${key}&key=${key}`),
    send(port, 'GET /claude/v1/models'),
    send(port, 'GET /claude/v1/models', ['HOST', `authorization: Basic ${key}`]),
  ])
  expect(answers.map(({ status, headers }) => [status, headers['x-ccproxy-error']])).toEqual([
    [200, undefined],
    [400, 'CCPROXY_HTTP_KEY_DUPLICATE'],
    [400, 'CCPROXY_HTTP_KEY_DUPLICATE'],
    [401, 'CCPROXY_HTTP_KEY_REQUIRED'],
    [401, 'CCPROXY_HTTP_KEY_REQUIRED'],
  ])
})

test.each([
  ['/health', 200],
  ['/health/ready', 200],
  ['/health/', 401],
  ['/auth/status', 401],
  ['/plugins', 401],
  ['/plugins/claude/health', 401],
  ['/plugins/claude/x', 401],
  ['/claude/v1/models', 401],
  ['/', 401],
  ['/nothing', 401],
])('with a key, %s without it: %i', async (path, status) => {
  const { port } = await startApp({ authToken: key })
  expect((await send(port, `GET ${path}`)).status).toBe(status)
})

const upgrades: readonly (readonly [name: string, lines: readonly string[]])[] = [
  ['websocket', ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Key: x', 'Sec-WebSocket-Version: 13']],
  ['h2c', ['Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAAQAAP__']],
]

test.each(upgrades)('an upgrade to %s is a clean 426, and closed', async (_name, lines) => {
  const { port } = await startApp()
  const ask = async (host: string, extra: readonly string[] = []): Promise<Awaited<ReturnType<typeof sendRaw>>> =>
    sendRaw(port, `${['GET /claude/v1/responses HTTP/1.1', host, ...lines, ...extra].join('\r\n')}\r\n\r\n`)
  const answer = await ask(`Host: 127.0.0.1:${port}`)
  expect(answer.status).toBe(426)
  expect(answer.headers).toMatchObject({ connection: 'close', 'x-ccproxy-error': 'CCPROXY_HTTP_UPGRADE_REFUSED' })
  expect(JSON.parse(answer.body)).toMatchObject({ error: { code: 'CCPROXY_HTTP_UPGRADE_REFUSED' } })
  expect((await ask('Host: evil.example')).status).toBe(403)
  expect((await ask(`Host: 127.0.0.1:${port}`, ['Origin: http://evil.example'])).status).toBe(403)
})

test.each([
  ['no HTTP', 'hello\r\n\r\n', 400],
  ['the HTTP/2 preface', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
  ['headers without end', `GET / HTTP/1.1\r\nx: ${'x'.repeat(200_000)}\r\n\r\n`, 431],
])('%s gets an answer that is ours', async (_name, bytes, status) => {
  const { port } = await startApp()
  const answer = await sendRaw(port, bytes)
  expect([answer.status, answer.headers['x-content-type-options']]).toEqual([status, 'nosniff'])
})

test.each([
  ['HEAD', '/', 200],
  ['HEAD', '/claude', 200],
  ['HEAD', '/api/hello', 200],
  ['GET', '/claude/api/hello', 200],
  ['POST', '/api/event_logging/batch', 200],
  ['POST', '/claude/api/event_logging/batch?x=1', 200],
  ['GET', '/favicon.ico', 204],
  ['GET', '/robots.txt', 200],
])('%s %s, which clients are known to ask, is answered and reaches no provider', async (method, path, status) => {
  let asked = 0
  const baseUrl = await startUpstream((_incoming, outgoing) => {
    asked += 1
    outgoing.end()
  })
  const { port } = await startApp({ baseUrl })
  expect((await send(port, `${method} ${path}`)).status).toBe(status)
  expect(asked).toBe(0)
})

test.each([
  ['/claude/messages', 'Add /v1 to the end of the base URL'],
  ['/claude/chat/completions', 'Add /v1 to the end of the base URL'],
  ['/chat/completions', 'Add /v1 to the end of the base URL'],
  ['/v1/v1/messages', 'Leave out the version'],
  ['/claude/v1/v1/messages', 'Leave out the version'],
  ['/claude//v1/messages', 'Leave out the slash at the end'],
  ['/v1/claude/messages', 'Put the provider before the version: the base URL must end with /claude/v1'],
  ['/claude/models/m:generateContent', 'Add /v1beta'],
])('%s is refused with what the base URL must be', async (path, advice) => {
  const { port } = await startApp()
  const answer = await send(port, `POST ${path}`, ['HOST', 'content-type: application/json'], '{}')
  expect(answer.status).toBeGreaterThanOrEqual(400)
  expect(answer.text).toContain(advice)
})
