// What plugins see of a request, and what they may change.
import { gzipSync } from 'node:zlib'
import {
  createHookBus,
  type HookBus,
  type HookPayloads,
  type Limit,
  silentLogger,
  type UpstreamFailure,
} from '@ccproxy/core'
import { afterEach, expect, test } from 'vitest'
import { fakeManager } from './__fixtures__/fake-provider.js'
import {
  ask,
  endRig,
  openSocket,
  requestBytes,
  startProxy,
  startReadingUpstream,
  startUpstream,
  until,
} from './__fixtures__/rig.js'

afterEach(endRig)

const events: readonly (keyof HookPayloads)[] = [
  'request.started',
  'provider.request.prepared',
  'provider.request.sent',
  'provider.response.received',
  'provider.stream.start',
  'provider.stream.chunk',
  'provider.stream.end',
  'provider.error',
  'request.completed',
  'request.failed',
]

type Recorded = readonly [event: string, payload: object]

function record(hooks: HookBus): Recorded[] {
  const seen: Recorded[] = []
  for (const event of events) hooks.on(event, (payload) => seen.push([event, payload]), { name: 'recorder' })
  return seen
}

test('a streamed request, in order, without query, token or body', async () => {
  const upstream = await startUpstream((_incoming, outgoing) => {
    outgoing.writeHead(200, { 'content-type': 'text/event-stream' }).end('data: canary\n\n')
  })
  const hooks = createHookBus(silentLogger)
  const seen = record(hooks)
  hooks.on(
    'request.started',
    () => {
      throw new Error('a listener that throws changes nothing')
    },
    { name: 'thrower' },
  )
  const proxy = await startProxy({ baseUrl: upstream, hooks })
  const answer = await ask(`${proxy.url}/v1/messages?q=canary`, { method: 'POST', body: 'canary' })
  await proxy.idle()
  const identity = { requestId: 'request-1', provider: 'fake' }
  expect(answer.status).toBe(200)
  expect(seen).toEqual([
    ['request.started', { ...identity, method: 'POST', path: '/v1/messages' }],
    ['provider.request.prepared', { ...identity, account: 'default', origin: upstream, path: '/v1/messages' }],
    ['provider.request.sent', { ...identity, attempt: 1 }],
    ['provider.response.received', { ...identity, status: 200, latencyMs: expect.any(Number) }],
    ['provider.stream.start', identity],
    ['provider.stream.chunk', { ...identity, sequence: 1, byteLength: 14 }],
    ['provider.stream.end', { ...identity, chunks: 1, bytes: 14, complete: true }],
    ['request.completed', { ...identity, account: 'default', status: 200, durationMs: expect.any(Number), bytes: 14 }],
  ])
  expect(JSON.stringify(seen)).not.toMatch(/canary|fake-token/)
})

test('chunk bytes reach only who asked for content', async () => {
  const upstream = await startUpstream((_incoming, outgoing) => {
    outgoing.writeHead(200, { 'content-type': 'text/event-stream' }).end('data: 1\n\n')
  })
  const hooks = createHookBus(silentLogger)
  const texts: string[] = []
  hooks.on('provider.stream.chunk', ({ bytes }) => texts.push(Buffer.from(bytes ?? []).toString()), {
    name: 'reader',
    content: true,
  })
  hooks.on('provider.stream.chunk', ({ bytes }) => texts.push(String(bytes)), { name: 'counter' })
  const proxy = await startProxy({ baseUrl: upstream, hooks })
  await ask(`${proxy.url}/v1/messages`)
  expect(texts.toSorted()).toEqual(['data: 1\n\n', 'undefined'])
})

test('a replay is two attempts of one request', async () => {
  const upstream = await startUpstream((incoming, outgoing) => {
    outgoing.writeHead(incoming.headers.authorization === 'Bearer fake-token-2' ? 200 : 401).end()
  })
  const hooks = createHookBus(silentLogger)
  const seen = record(hooks)
  const proxy = await startProxy({ baseUrl: upstream, hooks, manager: fakeManager(['fake-token-1', 'fake-token-2']) })
  await ask(`${proxy.url}/v1/messages`)
  await proxy.idle()
  expect(seen.map(([event]) => event).filter((event) => event.endsWith('sent'))).toHaveLength(2)
  expect(seen.at(-1)).toMatchObject(['request.completed', { status: 200 }])
})

test.each([
  ['a refusal of the provider', '{"error":{"type":"rate_limit_error","message":"m"}}', undefined],
  ['a compressed one', gzipSync('{"error":{"type":"rate_limit_error","message":"m"}}'), 'gzip'],
  ['one in Gemini’s list', '[{"error":{"code":429,"status":"rate_limit_error"}}]', undefined],
])('%s is read by the adapter and completed', async (_name, body, encoding) => {
  const upstream = await startUpstream((_incoming, outgoing) =>
    outgoing.writeHead(429, encoding === undefined ? {} : { 'content-encoding': encoding }).end(body),
  )
  const hooks = createHookBus(silentLogger)
  const seen = record(hooks)
  const classified: unknown[] = []
  const proxy = await startProxy({
    baseUrl: upstream,
    hooks,
    adapter: {
      classify: (failure) => {
        classified.push([failure.status, failure.error?.type])
        return 'quota-exhausted'
      },
    },
  })
  const answer = await ask(`${proxy.url}/v1/messages`)
  await proxy.idle()
  expect(answer.body.equals(Buffer.from(body))).toBe(true)
  expect(classified).toEqual([[429, 'rate_limit_error']])
  expect(seen.slice(-2)).toMatchObject([
    ['provider.error', { status: 429, kind: 'quota-exhausted' }],
    ['request.completed', { status: 429 }],
  ])
})

test.each([
  ['details', '{"error":{"code":429,"details":[{"quotaId":"PerDay"}]}}', [{ quotaId: 'PerDay' }]],
  ['metadata', '{"error":{"code":429,"metadata":{"error_type":"e"}}}', { error_type: 'e' }],
])('what a provider adds as %s is given to the adapter as it is', async (_name, body, details) => {
  const upstream = await startUpstream((_incoming, outgoing) => outgoing.writeHead(429).end(body))
  const classified: unknown[] = []
  const classify = ({ error }: UpstreamFailure): undefined => {
    classified.push(error)
  }
  const proxy = await startProxy({ baseUrl: upstream, adapter: { classify } })
  await ask(`${proxy.url}/v1/messages`)
  await proxy.idle()
  expect(classified).toEqual([{ code: '429', details }])
})

test('an error with fields that say nothing is read all the same', async () => {
  const body = '{"error":{"message":null,"type":null,"param":"prompt","code":"content_filter","status":400}}'
  const upstream = await startUpstream((_incoming, outgoing) => outgoing.writeHead(400).end(body))
  const classified: unknown[] = []
  const classify = ({ error }: UpstreamFailure): undefined => {
    classified.push(error)
  }
  const proxy = await startProxy({ baseUrl: upstream, adapter: { classify } })
  await ask(`${proxy.url}/v1/responses`)
  await proxy.idle()
  expect(classified).toEqual([{ code: 'content_filter' }])
})

test('a failure of the connection, and a client that left, are failed requests', async () => {
  const hooks = createHookBus(silentLogger)
  const seen = record(hooks)
  const dead = await startProxy({ baseUrl: 'http://127.0.0.1:1', hooks })
  await ask(`${dead.url}/v1/messages`)
  await dead.idle()
  expect(seen.slice(-2)).toMatchObject([
    ['provider.error', { kind: 'transport' }],
    ['request.failed', { code: 'CCPROXY_UPSTREAM_UNREACHABLE' }],
  ])
  let asked = false
  const upstream = await startUpstream(() => {
    asked = true
  })
  const proxy = await startProxy({ baseUrl: upstream, hooks })
  const client = await openSocket(proxy.url, requestBytes(`${proxy.url}/v1/messages`))
  await until(() => asked)
  client.socket.destroy()
  await proxy.idle()
  expect(seen.at(-1)).toMatchObject(['request.failed', { code: 'CCPROXY_HTTP_ABORTED' }])
})

test('limits are read from the head', async () => {
  const upstream = await startUpstream((_incoming, outgoing) => outgoing.writeHead(200, { 'x-left': '5' }).end())
  const limits: Limit[] = []
  const proxy = await startProxy({
    baseUrl: upstream,
    adapter: { limits: (headers) => [{ name: 'left', scope: 'account', remaining: Number(headers.get('X-Left')) }] },
    onLimits: (_exchange, read) => limits.push(...read),
  })
  await ask(`${proxy.url}/v1/messages`)
  await until(() => limits.length > 0)
  expect(limits).toEqual([{ name: 'left', scope: 'account', remaining: 5 }])
})

test('interceptors change heads and bodies, in order, and see no client key', async () => {
  const upstream = await startReadingUpstream((incoming, outgoing, body) =>
    outgoing.writeHead(200, { 'x-theirs': '1' }).end(JSON.stringify([incoming.headers['x-added'], body.toString()])),
  )
  const hooks = createHookBus(silentLogger)
  const keys: unknown[] = []
  hooks.interceptRequest({
    name: 'second',
    order: 2,
    needs: 'body',
    handler: ({ body, headers }) => {
      keys.push(headers.get('authorization'), headers.get('x-api-key'))
      return { body: Buffer.concat([body, Buffer.from('!')]), headers: { 'x-added': { append: 'two' } } }
    },
  })
  hooks.interceptRequest({
    name: 'first',
    order: 1,
    needs: 'head',
    handler: () => ({ headers: { 'x-added': 'one' } }),
  })
  hooks.interceptResponse({
    name: 'response',
    needs: 'head',
    handler: async ({ status }) => ({ headers: { 'x-theirs': null, 'x-seen': String(status) } }),
  })
  const proxy = await startProxy({ baseUrl: upstream, hooks })
  const body = gzipSync('hello')
  const headers = ['content-encoding', 'gzip', 'x-api-key', 'mine', 'authorization', 'Bearer mine']
  const answer = await ask(`${proxy.url}/v1/messages`, { method: 'POST', headers, body })
  expect(JSON.parse(answer.text)).toEqual(['one,two', 'hello!'])
  expect([answer.headers['x-theirs'], answer.headers['x-seen']]).toEqual([undefined, '200'])
  expect(keys).toEqual([undefined, undefined])
})

test.each(['request', 'response'] as const)(
  'a %s interceptor that rejects answers in the dialect, with its status',
  async (stage) => {
    const upstream = await startUpstream((_incoming, outgoing) => outgoing.end('secret'))
    const hooks = createHookBus(silentLogger)
    const rejection = { reject: { status: 402, message: 'over budget' } }
    const handler = (): typeof rejection => rejection
    if (stage === 'request') hooks.interceptRequest({ name: 'guard', needs: 'head', handler })
    else hooks.interceptResponse({ name: 'guard', needs: 'head', handler })
    const proxy = await startProxy({ baseUrl: upstream, hooks })
    const answer = await ask(`${proxy.url}/v1/messages`)
    expect([answer.status, answer.headers['x-ccproxy-error']]).toEqual([402, 'CCPROXY_REQUEST_REJECTED'])
    expect(JSON.parse(answer.text)).toMatchObject({
      error: { type: 'billing_error', message: expect.stringContaining('over budget') },
    })
  },
)

test('a rewriting adapter starts from the client’s body each time and names what it dropped', async () => {
  const bodies: string[] = []
  const upstream = await startReadingUpstream((incoming, outgoing, body) => {
    bodies.push(body.toString())
    outgoing.writeHead(incoming.headers.authorization === 'Bearer fake-token-2' ? 200 : 401).end()
  })
  const proxy = await startProxy({
    baseUrl: upstream,
    manager: fakeManager(['fake-token-1', 'fake-token-2']),
    adapter: {
      dialects: ['openai-responses'],
      prepare: ({ token }) => ({
        headers: { authorization: `Bearer ${token.reveal()}` },
        rewrite: ({ store, ...body }) => ({
          body: { ...body, n: Number(body['n']) + 1 },
          dropped: [`store=${String(store)}`],
        }),
      }),
    },
  })
  const answer = await ask(`${proxy.url}/v1/responses`, { method: 'POST', body: '{"n":1,"store":true}' })
  expect(bodies).toEqual(['{"n":2}', '{"n":2}'])
  expect(answer.headers['x-ccproxy-dropped']).toBe('store=true')
  await ask(`${proxy.url}/v1/responses`, { method: 'POST', body: 'not json' })
  expect(bodies.at(-1)).toBe('not json')
})

test('an adapter that finds nothing to rewrite leaves every byte alone', async () => {
  const bodies: string[] = []
  const upstream = await startReadingUpstream((_incoming, outgoing, body) => {
    bodies.push(body.toString())
    outgoing.writeHead(200).end()
  })
  const proxy = await startProxy({
    baseUrl: upstream,
    adapter: { dialects: ['openai-responses'], prepare: () => ({ headers: {}, rewrite: (body) => ({ body }) }) },
  })
  const body = '{ "model" : "gpt-5",\n"n":1.0 }'
  await ask(`${proxy.url}/v1/responses`, { method: 'POST', body })
  expect(bodies).toEqual([body])
})
