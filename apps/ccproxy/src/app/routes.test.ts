// What the server answers itself.
import { CCProxyError } from '@ccproxy/core'
import { afterEach, expect, test } from 'vitest'
import { endApp, fakeSnapshot, send, startApp, startUpstream } from './__fixtures__/start-app.js'

afterEach(endApp)

const report = {
  name: 'broken',
  displayName: 'Broken',
  kind: 'provider',
  packageName: 'ccproxy-broken',
  version: '1.0.0',
  directory: '/home/someone/broken',
  source: 'project',
  state: 'failed',
  error: new CCProxyError('CCPROXY_PLUGIN_IMPORT', 'it threw'),
} as const

test('health, with our own request id and never the client’s', async () => {
  const { port } = await startApp()
  const answer = await send(port, 'GET /health', ['HOST', 'x-ccproxy-request-id: mine', 'x-request-id: mine'])
  expect([answer.status, JSON.parse(answer.body)]).toEqual([200, { status: 'ok', version: '0.0.0' }])
  expect(answer.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' })
  expect(answer.headers['x-ccproxy-request-id']).toMatch(/^[\da-f-]{36}$/)
  expect((await send(port, 'HEAD /health')).status).toBe(200)
})

test.each([
  ['valid', true, 200],
  ['expired', true, 200],
  ['needs-login', true, 200],
  ['needs-login', false, 503],
  ['absent', false, 503],
] as const)('with a login that is %s, usable: %s, ready is %i', async (state, usable, status) => {
  const { port } = await startApp({ snapshot: fakeSnapshot(state, usable) })
  expect((await send(port, 'GET /health/ready')).status).toBe(status)
})

test('auth status shows who is signed in only to those who have the key', async () => {
  const open = await startApp()
  const body = (await send(open.port, 'GET /auth/status')).body
  const shown = { ...fakeSnapshot().toJSON(), profile: null, storage: null }
  expect(JSON.parse(body)).toEqual({ providers: [shown] })
  const keyed = await startApp({ authToken: 'ccp_fake' })
  const full = (await send(keyed.port, 'GET /auth/status', ['HOST', 'x-api-key: ccp_fake'])).body
  expect(full).toContain('someone@example.com')
  expect(full).toContain('/home/someone')
})

test('the hint of an error names no file to strangers', async () => {
  const lastError = { code: 'CCPROXY_STORAGE_PERMISSION', hint: "Run: chmod 600 '/home/someone/claude.json'", at: 0 }
  const snapshot = { ...fakeSnapshot(), lastError }
  const open = await startApp({ snapshot })
  const body = (await send(open.port, 'GET /auth/status')).body
  expect(body).toContain('CCPROXY_STORAGE_PERMISSION')
  expect(body).not.toContain('/home/someone')
})

test('what a plugin says of files is for those who have the key', async () => {
  const error = new CCProxyError('CCPROXY_PLUGIN_IMPORT', 'It threw: ENOENT /home/someone/secret.json', {
    hint: "Run: chmod go-w '/home/someone/broken'",
  })
  const plugins = [{ ...report, error }]
  const open = await startApp({ plugins })
  for (const path of ['/plugins', '/plugins/broken/health']) {
    const { body } = await send(open.port, `GET ${path}`)
    expect(body).not.toContain('/home/someone')
  }
  const keyed = await startApp({ plugins, authToken: 'ccp_fake' })
  for (const path of ['/plugins', '/plugins/broken/health'])
    expect((await send(keyed.port, `GET ${path}`, ['HOST', 'x-api-key: ccp_fake'])).body).toContain(
      '/home/someone/secret',
    )
})

test('plugins with reasons, and without paths for strangers', async () => {
  const { port } = await startApp({ plugins: [report] })
  const { body } = await send(port, 'GET /plugins')
  expect(JSON.parse(body)).toMatchObject({ plugins: [{ name: 'broken', error: { code: 'CCPROXY_PLUGIN_IMPORT' } }] })
  expect(body).not.toContain('/home/someone')
})

test('the health of one plugin', async () => {
  const { port } = await startApp({
    plugins: [report],
    health: async () => {
      throw new CCProxyError('CCPROXY_UPSTREAM_UNREACHABLE', 'it cannot be reached')
    },
  })
  const ask = async (name: string): Promise<readonly unknown[]> => {
    const { status, body } = await send(port, `GET /plugins/${name}/health`)
    return [status, JSON.parse(body)]
  }
  expect(await ask('claude')).toMatchObject([503, { status: 'down', detail: 'it cannot be reached' }])
  expect(await ask('broken')).toMatchObject([503, { status: 'down', detail: 'it threw' }])
  expect(await ask('none')).toMatchObject([404, { error: { code: 'CCPROXY_PLUGIN_NOT_FOUND' } }])
})

test.each(['POST /health', 'DELETE /auth/status', 'PUT /plugins'])('%s is not how to read it', async (request) => {
  const { port } = await startApp()
  expect(await send(port, request)).toMatchObject({
    status: 405,
    headers: { 'x-ccproxy-error': 'CCPROXY_HTTP_METHOD' },
  })
})

test('routes of a plugin see their own paths, no client key, and set no CORS', async () => {
  const routes = {
    fetch: async (request: Request) => {
      const { pathname, search } = new URL(request.url)
      const seen = [request.method, pathname, search, request.headers.get('x-api-key'), await request.text()]
      return Response.json(seen, { status: 201, headers: { 'access-control-allow-origin': '*', 'x-own': '1' } })
    },
  }
  const { port } = await startApp({ routes, authToken: 'ccp_fake' })
  const lines = ['HOST', 'x-api-key: ccp_fake']
  const answer = await send(port, 'POST /plugins/claude/hook/a?b=1&key=ccp_fake', lines, 'body')
  const once = await send(port, 'POST /plugins/claude/hook/a?b=1', lines, 'body')
  expect(answer.status).toBe(201)
  expect([once.status, JSON.parse(once.body)]).toEqual([201, ['POST', '/hook/a', '?b=1', null, 'body']])
  expect(once.headers).toMatchObject({ 'x-own': '1', 'x-content-type-options': 'nosniff' })
  expect(once.text).not.toContain('access-control')
  expect((await send(port, 'GET /plugins/none/x', lines)).status).toBe(404)
})

test.each([
  ['/cluade/v1/messages', 'anthropic', 'Did you mean /claude/?'],
  ['/v2/messages', 'openai', 'plugins list'],
  ['/openai/v1/chat/completions', 'openai', 'plugins list'],
  ['/broken/v1/messages', 'anthropic', '--debug'],
  ['/', 'openai', 'GET /plugins'],
  ['/auth/nothing', 'openai', 'GET /plugins'],
])('%s is a 404 in the words of %s', async (path, dialect, hint) => {
  const { port } = await startApp({ plugins: [report] })
  const { status, body } = await send(port, `GET ${path}`)
  expect(status).toBe(404)
  expect(JSON.parse(body)).toMatchObject(dialect === 'anthropic' ? { type: 'error' } : { error: { param: null } })
  expect(body).toContain(hint)
})

test('a provider is reached with the account and the path that were asked for', async () => {
  const baseUrl = await startUpstream((incoming, outgoing) => outgoing.end(`${incoming.method} ${incoming.url}`))
  const { port } = await startApp({ baseUrl })
  const answer = await send(
    port,
    'POST /claude/v1/messages?beta=true&key=canary',
    ['HOST', 'content-type: application/json'],
    '{}',
  )
  expect(answer.body).toContain('POST /v1/messages?beta=true')
  expect(answer.headers['x-ccproxy-request-id']).toMatch(/^[\da-f-]{36}$/)
  const wrong = await send(port, 'GET /claude/v1/models', ['HOST', 'x-ccproxy-account: ../x'])
  expect([wrong.status, wrong.headers['x-ccproxy-error']]).toEqual([400, 'CCPROXY_CREDENTIAL_ACCOUNT_NAME'])
})

test('a refusal on a path of no known API speaks the provider’s first dialect', async () => {
  const { port } = await startApp()
  const { status, body } = await send(port, 'GET /claude/v1/oauth/token')
  expect([status, JSON.parse(body)]).toMatchObject([404, { type: 'error', error: { type: 'not_found_error' } }])
})

test('without a prefix the model says where a request goes, and the account header whose it is', async () => {
  const baseUrl = await startUpstream((incoming, outgoing) => {
    incoming.on('data', (chunk: Buffer) => outgoing.write(chunk))
    incoming.on('end', () => outgoing.end(` ${incoming.url}`))
  })
  const { port } = await startApp({ baseUrl })
  const json = ['HOST', 'content-type: application/json']
  const answer = await send(port, 'POST /v1/messages?key=canary&beta=true', json, '{"model":"claude/m-1","n":1}')
  expect(answer.body).toContain('{"model":"m-1","n":1}')
  expect(answer.body).toContain(' /v1/messages?beta=true')
  expect(answer.headers['x-ccproxy-route']).toBe('claude/m-1')
  const named = await send(port, 'POST /v1/messages', [...json, 'x-ccproxy-account: Work'], '{"model":"claude@a/m-1"}')
  expect(named.headers['x-ccproxy-route']).toBe('claude@work/m-1')
  const wrong = await send(port, 'POST /v1/messages', [...json, 'x-ccproxy-account: no/name'], '{"model":"m-1"}')
  expect([wrong.status, JSON.parse(wrong.body)]).toMatchObject([400, { type: 'error' }])
})

test.each(['/v1/messages', '/v1/chat/completions', '/v1beta/models/a/b:generateContent'])(
  '%s takes JSON only',
  async (path) => {
    const { port } = await startApp()
    const answer = await send(port, `POST ${path}`, ['HOST', 'content-type: text/plain'], '{"model":"claude/m"}')
    expect(answer.status).toBe(415)
  },
)
