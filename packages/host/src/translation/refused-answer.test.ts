// A provider's refusal, as the client reads it and as observers hear of it.
import { gzipSync } from 'node:zlib'
import { createHookBus, type ProviderAdapter, silentLogger, type UpstreamFailure } from '@ccproxy/core'
import { afterEach, expect, test } from 'vitest'
import { ask, endRig, type Proxy, startProxy, startRawUpstream, startUpstream } from '../transport/__fixtures__/rig.js'
import { eventStream, json, messagesEvent, messagesEvents } from './__fixtures__/answers.js'
import { asks } from './__fixtures__/requests.js'

afterEach(endRig)

interface Watched {
  readonly proxy: Proxy
  readonly failures: UpstreamFailure[]
  readonly events: unknown[]
}

/** A proxy in front of a provider of the Anthropic dialect that remembers what it was asked to classify. */
async function watch(baseUrl: string, adapter: Partial<ProviderAdapter> = {}): Promise<Watched> {
  const failures: UpstreamFailure[] = []
  const events: unknown[] = []
  const hooks = createHookBus(silentLogger)
  for (const event of ['provider.error', 'request.completed', 'request.failed'] as const)
    hooks.on(event, (payload) => events.push({ event, ...payload }), { name: 'recorder' })
  const classify = (failure: UpstreamFailure): undefined => {
    failures.push(failure)
    return undefined
  }
  return { proxy: await startProxy({ baseUrl, hooks, adapter: { classify, ...adapter } }), failures, events }
}

const refusal = (type: string): string =>
  JSON.stringify({ type: 'error', error: { type, message: 'the words matter' }, request_id: 'req_body' })

test.each([
  [400, 'invalid_request_error', 400, 'invalid_request_error'],
  [403, 'permission_error', 403, 'permission_error'],
  [429, 'rate_limit_error', 429, 'rate_limit_error'],
  [529, 'overloaded_error', 503, 'server_error'],
] as const)('%i %s is %i %s to a client of OpenAI’s dialect', async (status, type, told, name) => {
  const upstream = await startUpstream((_incoming, outgoing) =>
    outgoing.writeHead(status, { ...json, 'retry-after': '17', 'request-id': 'req_1' }).end(refusal(type)),
  )
  const { proxy, failures, events } = await watch(upstream)
  const answer = await ask(`${proxy.url}/v1/chat/completions`, asks('/v1/chat/completions'))
  await proxy.idle()
  expect([answer.status, answer.complete]).toEqual([told, true])
  expect(JSON.parse(answer.text)).toMatchObject({ error: { message: 'the words matter', type: name } })
  expect(answer.headers).toMatchObject({ 'retry-after': '17', 'x-request-id': 'req_1' })
  expect(answer.headers).not.toHaveProperty('x-ccproxy-error')
  expect(failures).toMatchObject([{ status, error: { type, message: 'the words matter' } }])
  expect(events).toMatchObject([
    { event: 'provider.error', status },
    { event: 'request.completed', status: told },
  ])
})

test('the time to wait that only the body names becomes a header', async () => {
  const details = [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '7.5s' }]
  const upstream = await startUpstream((_incoming, outgoing) =>
    outgoing
      .writeHead(429, json)
      .end(JSON.stringify({ error: { code: 429, message: 'slow', status: 'RESOURCE_EXHAUSTED', details } })),
  )
  const { proxy } = await watch(upstream, { dialects: ['gemini'] })
  const answer = await ask(`${proxy.url}/v1/messages`, asks('/v1/messages'))
  expect([answer.status, answer.headers['retry-after']]).toEqual([429, '8'])
  expect(JSON.parse(answer.text)).toMatchObject({
    type: 'error',
    error: { type: 'rate_limit_error', message: 'slow' },
    request_id: 'request-1',
  })
})

test('the time to wait that only a header names is in the body for who looks there', async () => {
  const upstream = await startUpstream((_incoming, outgoing) =>
    outgoing.writeHead(429, { ...json, 'retry-after': '7' }).end(refusal('rate_limit_error')),
  )
  const { proxy } = await watch(upstream)
  const path = '/v1beta/models/m-1:generateContent'
  const answer = await ask(`${proxy.url}${path}`, asks(path))
  expect(JSON.parse(answer.text)).toMatchObject({ error: { details: [{ retryDelay: '7s' }] } })
})

test('a 401 for which there is no newer token is told too', async () => {
  const upstream = await startUpstream((_incoming, outgoing) =>
    outgoing.writeHead(401, { ...json, 'content-encoding': 'gzip' }).end(gzipSync(refusal('authentication_error'))),
  )
  const { proxy, failures } = await watch(upstream)
  const answer = await ask(`${proxy.url}/v1/responses`, asks('/v1/responses'))
  await proxy.idle()
  expect([answer.status, answer.headers['content-encoding']]).toEqual([401, undefined])
  expect(JSON.parse(answer.text)).toMatchObject({ error: { message: 'the words matter' } })
  expect(failures).toMatchObject([{ error: { type: 'authentication_error' } }])
})

test.each([
  ['no JSON', '<html>Bad gateway</html>'],
  ['nothing', ''],
])('a refusal that says %s has its status', async (_name, body) => {
  const upstream = await startUpstream((_incoming, outgoing) => outgoing.writeHead(502).end(body))
  const { proxy } = await watch(upstream)
  const answer = await ask(`${proxy.url}/v1/chat/completions`, asks('/v1/chat/completions'))
  expect(answer.status).toBe(502)
  expect(JSON.parse(answer.text)).toMatchObject({ error: { type: 'server_error', message: /502/ } })
})

test('a refusal without end is not waited for', async () => {
  const upstream = await startUpstream((_incoming, outgoing) => {
    outgoing.writeHead(500, json)
    const more = (): void => {
      if (outgoing.write('x'.repeat(16_384))) setImmediate(more)
      else outgoing.once('drain', more)
    }
    more()
  })
  const { proxy } = await watch(upstream)
  expect((await ask(`${proxy.url}/v1/chat/completions`, asks('/v1/chat/completions'))).status).toBe(500)
  await proxy.idle()
})

test('a refusal that breaks off is still one', async () => {
  const { url } = await startRawUpstream((socket) =>
    socket.end('HTTP/1.1 429 Too Many\r\ncontent-length: 100\r\n\r\n{"type":"err'),
  )
  const { proxy } = await watch(url)
  const answer = await ask(`${proxy.url}/v1/chat/completions`, asks('/v1/chat/completions'))
  expect([answer.status, answer.complete]).toEqual([429, true])
})

test('an error inside a stream is the client’s error event, and classified', async () => {
  const error = { type: 'error', error: { type: 'overloaded_error', message: 'the words matter' } }
  const upstream = await startUpstream((_incoming, outgoing) =>
    outgoing.writeHead(200, eventStream).end(`${messagesEvents.slice(0, 3).join('')}${messagesEvent(error)}`),
  )
  const { proxy, failures, events } = await watch(upstream)
  const answer = await ask(`${proxy.url}/v1/chat/completions`, asks('/v1/chat/completions', { stream: true }))
  await proxy.idle()
  expect([answer.status, answer.complete]).toEqual([200, true])
  expect(answer.text).toContain('Grü')
  expect(answer.text).toContain('"message":"the words matter"')
  expect(failures).toMatchObject([{ status: 529, error: { type: 'overloaded_error' } }])
  expect(events).toMatchObject([
    { event: 'provider.error', status: 529, kind: 'overloaded' },
    { event: 'request.completed' },
  ])
})

test('a stream that ends before its end is a failure of the provider', async () => {
  const upstream = await startUpstream((_incoming, outgoing) =>
    outgoing.writeHead(200, eventStream).end(messagesEvents.slice(0, 3).join('')),
  )
  const { proxy, events } = await watch(upstream)
  await ask(`${proxy.url}/v1/chat/completions`, asks('/v1/chat/completions', { stream: true }))
  await proxy.idle()
  expect(events).toMatchObject([
    { event: 'provider.error', kind: 'transport' },
    { event: 'request.failed', code: 'CCPROXY_UPSTREAM_RESET' },
  ])
})

test.each([
  ['no JSON', '<html>', json],
  ['no answer of its dialect', '{"hello":1}', json],
  ['JSON in an encoding of its own', '{}', { ...json, 'content-encoding': 'own' }],
])('a 200 with %s is an error of ours', async (_name, body, headers) => {
  const upstream = await startUpstream((_incoming, outgoing) => outgoing.writeHead(200, headers).end(body))
  const { proxy, events } = await watch(upstream)
  const answer = await ask(`${proxy.url}/v1/chat/completions`, asks('/v1/chat/completions'))
  await proxy.idle()
  expect([answer.status, answer.headers['x-ccproxy-error']]).toEqual([502, 'CCPROXY_FORMAT_ANSWER'])
  expect(answer.text).not.toContain('html')
  expect(events).toMatchObject([{ event: 'request.failed', code: 'CCPROXY_FORMAT_ANSWER' }])
})

test('an answer that breaks off before its end is an error of ours', async () => {
  const { url } = await startRawUpstream((socket) =>
    socket.end('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"id'),
  )
  const { proxy, events } = await watch(url)
  const answer = await ask(`${proxy.url}/v1/chat/completions`, asks('/v1/chat/completions'))
  await proxy.idle()
  expect([answer.status, answer.headers['x-ccproxy-error']]).toEqual([502, 'CCPROXY_UPSTREAM_RESET'])
  expect(events).toMatchObject([{ event: 'provider.error', kind: 'transport' }, { event: 'request.failed' }])
})

test('a refusal inside a 200 has the status that it should have had', async () => {
  const body = JSON.stringify({ error: { message: 'the model failed', code: 429 } })
  const upstream = await startUpstream((_incoming, outgoing) => outgoing.writeHead(200, json).end(body))
  const { proxy, failures } = await watch(upstream, { dialects: ['openai-chat'] })
  const answer = await ask(`${proxy.url}/v1/messages`, asks('/v1/messages'))
  await proxy.idle()
  expect(answer.status).toBe(429)
  expect(JSON.parse(answer.text)).toMatchObject({ type: 'error', error: { message: 'the model failed' } })
  expect(failures).toMatchObject([{ status: 429, error: { code: '429' } }])
})

test('a redirect is not for the client', async () => {
  const upstream = await startUpstream((incoming, outgoing) =>
    outgoing.writeHead(307, { location: `http://${incoming.headers.host}/v1/elsewhere` }).end(),
  )
  const { proxy } = await watch(upstream)
  const answer = await ask(`${proxy.url}/v1/chat/completions`, asks('/v1/chat/completions'))
  expect([answer.status, answer.headers['x-ccproxy-error']]).toEqual([502, 'CCPROXY_UPSTREAM_ANSWER'])
  expect(answer.headers).not.toHaveProperty('location')
})
