// Streams that are answered 200 and begin with an error: another provider is asked, if there is one.
import type { ServerResponse } from 'node:http'
import type { Dialect } from '@ccproxy/core'
import { afterEach, expect, test } from 'vitest'
import { ask, endRig, openSocket, requestBytes, until } from '../transport/__fixtures__/rig.js'
import { type FakeAnswer, json, message, startRouter } from './__fixtures__/routing-rig.js'

afterEach(endRig)

const fallbacks = ['openai/backup']
const eventStream = { 'content-type': 'text/event-stream' }

function streaming(...pieces: readonly string[]): FakeAnswer {
  return (_incoming, outgoing) => {
    outgoing.writeHead(200, eventStream)
    for (const piece of pieces) outgoing.write(piece)
    outgoing.end()
  }
}

async function post(url: string, path = '/v1/messages', body: string = message('claude/m')): ReturnType<typeof ask> {
  return ask(`${url}${path}`, { method: 'POST', headers: json, body })
}

const overloaded = 'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}\n\n'
const limited = 'data: {"error":{"message":"Slow down","type":"rate_limit_error","code":"rate_limit_exceeded"}}\n\n'
const failed =
  'event: response.failed\ndata: {"type":"response.failed","response":{"status":"failed","error":{"code":"server_error","message":"No"}}}\n\n'
const unavailable = 'data: {"error":{"code":503,"status":"UNAVAILABLE","message":"The model is overloaded"}}\n\n'

const chat = JSON.stringify({ model: 'claude/m', messages: [] })
const gemini = JSON.stringify({ contents: [] })

test.each<[string, Dialect, string, string, string, string]>([
  ['Anthropic', 'anthropic-messages', '/v1/messages', message('claude/m'), overloaded, 'overloaded'],
  ['Chat', 'openai-chat', '/v1/chat/completions', chat, limited, 'rate-limited'],
  ['Responses', 'openai-responses', '/v1/responses', chat, failed, 'server-error'],
  ['Gemini', 'gemini', '/v1beta/models/claude/m:streamGenerateContent?alt=sse', gemini, unavailable, 'overloaded'],
])('%s', async (_name, dialect, path, body, error, kind) => {
  const dialects = [dialect]
  const claude = { dialects, answer: streaming(': hello\n\n', error) }
  const router = await startRouter({ providers: { claude, openai: { dialects } }, fallbacks })
  const got = await post(router.url, path, body)
  expect([got.status, got.text]).toEqual([200, 'openai'])
  expect(got.headers['x-ccproxy-route']).toBe(`openai/backup; tried="claude/m ${kind}"`)
  await router.idle()
})

test('a translated stream too', async () => {
  const providers = { claude: { dialects: ['openai-chat'] as const, answer: streaming(limited) }, openai: {} }
  const router = await startRouter({ providers, fallbacks })
  const body = JSON.stringify({
    model: 'claude/m',
    max_tokens: 9,
    stream: true,
    messages: [{ role: 'user', content: 'x' }],
  })
  expect((await post(router.url, '/v1/messages', body)).text).toBe('openai')
})

const malformed =
  'data: {"candidates":[{"finishReason":"MALFORMED_FUNCTION_CALL","finishMessage":"Malformed function call"}]}\n\n'
const exhausted =
  'data: {"id":"a","choices":[{"index":0,"delta":{},"finish_reason":"insufficient_system_resource"}]}\n\n'
const whole = JSON.stringify({
  model: 'claude/m',
  max_tokens: 9,
  stream: true,
  messages: [{ role: 'user', content: 'x' }],
})

test.each([
  ['MALFORMED_FUNCTION_CALL of Gemini', 'gemini', malformed],
  ['insufficient_system_resource of DeepSeek', 'openai-chat', exhausted],
] as const)(
  'a translated stream that ends with %s before anything of an answer too',
  async (_name, dialect, stream) => {
    const providers = { claude: { dialects: [dialect], answer: streaming(stream) }, openai: {} }
    const router = await startRouter({ providers, fallbacks })
    const got = await post(router.url, '/v1/messages', whole)
    expect([got.status, got.text]).toEqual([200, 'openai'])
    expect(got.headers['x-ccproxy-route']).toContain('tried="claude/m')
  },
)

test('an answer that ends badly after its first words is an error event of the client, and nobody else is asked', async () => {
  const first = 'data: {"candidates":[{"content":{"parts":[{"text":"so far"}]}}]}\n\n'
  const providers = { claude: { dialects: ['gemini'] as const, answer: streaming(first, malformed) }, openai: {} }
  const router = await startRouter({ providers, fallbacks })
  const got = await post(router.url, '/v1/messages', whole)
  expect(got.text).toMatch(/so far[^]*event: error[^]*MALFORMED_FUNCTION_CALL: Malformed function call/)
  expect(router.seen['openai']).toEqual([])
})

const malformedWhole: FakeAnswer = (_incoming, outgoing) => {
  const candidates = [{ finishReason: 'MALFORMED_FUNCTION_CALL', finishMessage: 'Malformed function call' }]
  outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ candidates }))
}

test('a whole answer that ends badly is a 502 with the words of Google', async () => {
  const router = await startRouter({ providers: { claude: { dialects: ['gemini'], answer: malformedWhole } } })
  const got = await post(router.url, '/v1/messages', whole.replace('"stream":true', '"stream":false'))
  expect(got.status).toBe(502)
  expect(got.text).toContain('MALFORMED_FUNCTION_CALL: Malformed function call')
})

const breaking: FakeAnswer = (_incoming, outgoing) => {
  outgoing.writeHead(200, eventStream)
  outgoing.write(': hello\n\n', () => outgoing.destroy())
}

test('a connection that breaks before the first event is no answer', async () => {
  const router = await startRouter({ providers: { claude: { answer: breaking }, openai: {} }, fallbacks })
  const got = await post(router.url)
  expect(got.text).toBe('openai')
  expect(got.headers['x-ccproxy-route']).toContain('CCPROXY_UPSTREAM_')
})

const invalid = 'event: error\ndata: {"type":"error","error":{"type":"invalid_request_error","message":"No such"}}\n\n'
const begun = 'event: message_start\ndata: {"type":"message_start","message":{"id":"m","error":null}}\n\n'

test.each([
  ['what is wrong with the request', [invalid]],
  ['an error after the first event', [begun, overloaded]],
  ['a stream without a word', ['']],
  ['words that only look like an error', ['data: {"type":"x","text":"an \\"error\\""}\n\n']],
  ['comments that go on', [': a\n\n', ': b\n\n']],
  ['a first event that is very long', [`data: ${'x'.repeat(200_000)}\n\n`, overloaded]],
  ['CRLF and cuts in characters', ['data: é', '\r\n\r\ndata: 2\r\n\r\n']],
])('%s goes out byte for byte', async (_name, pieces) => {
  const router = await startRouter({ providers: { claude: { answer: streaming(...pieces) }, openai: {} }, fallbacks })
  const got = await post(router.url)
  expect([got.status, got.headers['x-ccproxy-route'], got.complete]).toEqual([200, 'claude/m', true])
  expect(got.text).toBe(pieces.join(''))
  expect(router.seen['openai']).toEqual([])
})

test('when the others cannot either, the stream is the answer', async () => {
  const providers = { claude: { answer: streaming(overloaded) }, openai: { accounts: [] } }
  const got = await post((await startRouter({ providers, fallbacks })).url)
  expect([got.status, got.text]).toEqual([200, overloaded])
})

test('without fallbacks nobody looks', async () => {
  const got = await post((await startRouter({ providers: { claude: { answer: streaming(overloaded) } } })).url)
  expect([got.status, got.text]).toEqual([200, overloaded])
})

/** Its head is here, its first event is not. */
function silent(): { readonly answer: FakeAnswer; readonly isAsked: () => boolean; go(): void } {
  let answering: ServerResponse | undefined
  return {
    answer: (_incoming, outgoing) => {
      answering = outgoing.writeHead(200, eventStream)
      outgoing.flushHeaders()
    },
    isAsked: () => answering !== undefined,
    go: () => answering?.end(overloaded),
  }
}

test('a provider that is silent is waited for until a sign of life is due', async () => {
  const claude = silent()
  const router = await startRouter({ providers: { claude, openai: {} }, fallbacks, keepAliveMs: 30 })
  const bytes = requestBytes(`${router.url}/v1/messages`, { method: 'POST', headers: json, body: message('claude/m') })
  const client = await openSocket(router.url, bytes)
  await until(() => client.received().includes('event: ping'))
  claude.go()
  await client.closed
  expect(client.received().toString()).toMatch(/x-ccproxy-route: claude\/m\r\n[^]*event: ping[^]*overloaded_error/)
  expect(router.seen['openai']).toEqual([])
})

test('who leaves meanwhile leaves nothing behind', async () => {
  const claude = silent()
  const router = await startRouter({ providers: { claude, openai: {} }, fallbacks })
  const bytes = requestBytes(`${router.url}/v1/messages`, { method: 'POST', headers: json, body: message('claude/m') })
  const client = await openSocket(router.url, bytes)
  await until(claude.isAsked)
  client.socket.destroy()
  await router.idle()
  expect(router.seen['openai']).toEqual([])
})
