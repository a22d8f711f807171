// What a provider gets of a request in another dialect.
import { gzipSync } from 'node:zlib'
import { createHookBus, type Dialect, silentLogger } from '@ccproxy/core'
import { afterEach, expect, test } from 'vitest'
import { fakeManager } from '../transport/__fixtures__/fake-provider.js'
import { ask, endRig, type ProxyOptions, startProxy, startReadingUpstream } from '../transport/__fixtures__/rig.js'
import { chatAnswer, sendJson } from './__fixtures__/answers.js'
import { asks } from './__fixtures__/requests.js'

afterEach(endRig)

interface Seen {
  readonly path: string | undefined
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: string
}

async function chatProvider(
  options: Omit<ProxyOptions, 'baseUrl'> = {},
  dialects: readonly Dialect[] = ['openai-chat'],
): Promise<{ readonly url: string; readonly seen: Seen[] }> {
  const seen: Seen[] = []
  const baseUrl = await startReadingUpstream(({ url: path, headers }, outgoing, body) => {
    seen.push({ path, headers, body: body.toString() })
    if (headers.authorization === 'Bearer fake-token-0') sendJson(outgoing, { error: { message: 'no' } }, 401)
    else sendJson(outgoing, chatAnswer)
  })
  const { url } = await startProxy({ ...options, baseUrl, adapter: { dialects, ...options.adapter } })
  return { url, seen }
}

test('the path, the body and the headers are those of the provider’s dialect', async () => {
  const { url, seen } = await chatProvider()
  const headers = [
    'anthropic-version',
    '2023-06-01',
    'x-stainless-lang',
    'js',
    'User-Agent',
    'mine',
    'x-api-key',
    'canary',
  ]
  const answer = await ask(`${url}/v1/messages?beta=true`, { ...asks('/v1/messages', { top_k: 5 }), headers })
  expect(answer.status).toBe(200)
  expect(seen).toHaveLength(1)
  expect(seen[0]?.path).toBe('/v1/chat/completions')
  expect(JSON.parse(seen[0]?.body ?? '')).toMatchObject({
    model: 'm-1',
    messages: [{ role: 'user', content: 'Hello' }],
  })
  expect(seen[0]?.headers).toMatchObject({
    'user-agent': 'mine',
    'content-type': 'application/json',
    'accept-encoding': 'identity',
    'content-length': String(seen[0]?.body.length),
    authorization: 'Bearer fake-token-1',
  })
  expect(JSON.stringify(seen)).not.toMatch(/canary|stainless|anthropic-version/)
  expect(answer.headers['x-ccproxy-dropped']).toBe('topK')
})

test('the adapter signs for the dialect and the path that go out, with the model', async () => {
  const asked: unknown[] = []
  const { url } = await chatProvider({
    adapter: {
      prepare: ({ request }) => {
        asked.push([request.dialect, request.path, request.model, request.headers.get('content-type')])
        return { headers: {} }
      },
    },
  })
  await ask(`${url}/v1/messages`, asks('/v1/messages'))
  expect(asked).toEqual([['openai-chat', '/v1/chat/completions', 'm-1', 'application/json']])
})

test('paths are refused by what goes out, not by what came', async () => {
  const { url } = await chatProvider({ adapter: { allowedPaths: ['/v1'] } })
  const path = '/v1beta/models/m-1:generateContent'
  expect((await ask(`${url}${path}`, asks(path))).status).toBe(200)
  const closed = await chatProvider({ adapter: { allowedPaths: ['/v1/messages'] } })
  const answer = await ask(`${closed.url}/v1/messages`, asks('/v1/messages'))
  expect([answer.status, answer.headers['x-ccproxy-error']]).toEqual([404, 'CCPROXY_HTTP_PATH_REFUSED'])
  expect(closed.seen).toEqual([])
})

test('the client’s own dialect is not touched', async () => {
  const { url, seen } = await chatProvider({}, ['openai-chat', 'anthropic-messages'])
  const body = '{ "model" : "m-1",\n"messages":[]}'
  await ask(`${url}/v1/messages?beta=true`, { method: 'POST', body, headers: ['anthropic-beta', 'a'] })
  expect([seen[0]?.path, seen[0]?.body]).toEqual(['/v1/messages?beta=true', body])
})

test('a compressed body is read', async () => {
  const { url, seen } = await chatProvider()
  const { body = '' } = asks('/v1/messages')
  const headers = ['content-encoding', 'gzip']
  const answer = await ask(`${url}/v1/messages`, { method: 'POST', body: gzipSync(body), headers })
  expect([answer.status, seen[0]?.headers['content-encoding']]).toEqual([200, undefined])
  expect(seen[0]?.body).toContain('Hello')
})

test('a refused token is renewed and the translated request sent once more', async () => {
  const manager = fakeManager(['fake-token-0', 'fake-token-1'])
  const { url, seen } = await chatProvider({ manager })
  expect((await ask(`${url}/v1/messages`, asks('/v1/messages'))).status).toBe(200)
  expect(seen.map(({ headers }) => headers['authorization'])).toEqual(['Bearer fake-token-0', 'Bearer fake-token-1'])
  expect(seen[0]?.body).toBe(seen[1]?.body)
  expect(manager.renewals()).toBe(1)
})

test('interceptors and rewriting adapters get what goes to the provider', async () => {
  const hooks = createHookBus(silentLogger)
  const read: unknown[] = []
  hooks.interceptRequest({
    name: 'reader',
    needs: 'body',
    handler: ({ path, body }) => {
      read.push([path, JSON.parse(Buffer.from(body).toString())])
      return undefined
    },
  })
  const { url, seen } = await chatProvider({
    hooks,
    adapter: {
      prepare: () => ({ headers: {}, rewrite: (body) => ({ body: { ...body, extra: 1 }, dropped: ['own'] }) }),
    },
  })
  const answer = await ask(`${url}/v1/messages`, asks('/v1/messages', { top_k: 5 }))
  expect(read).toMatchObject([['/v1/chat/completions', { messages: [{ content: 'Hello' }] }]])
  expect(JSON.parse(seen[0]?.body ?? '')).toMatchObject({ extra: 1 })
  expect(answer.headers['x-ccproxy-dropped']).toBe('topK, own')
})

test.each([
  ['no body', undefined, [], 'no body'],
  ['no JSON', 'canary{', [], 'no JSON object'],
  ['no object', '[1]', [], 'no JSON object'],
  ['an encoding of its own', '{}', ['content-encoding', 'own'], 'content-encoding own'],
  ['a field of another kind', '{"model":"m-1","max_tokens":1,"messages":7}', [], 'messages'],
] as const)('a request with %s is refused in the client’s words', async (_name, body, headers, problem) => {
  const { url, seen } = await chatProvider()
  const answer = await ask(`${url}/v1/messages`, { method: 'POST', headers, ...(body !== undefined && { body }) })
  expect([answer.status, answer.headers['x-ccproxy-error']]).toEqual([400, 'CCPROXY_FORMAT_REQUEST'])
  expect(JSON.parse(answer.text)).toMatchObject({
    type: 'error',
    error: { type: 'invalid_request_error', message: expect.stringContaining(problem) },
  })
  expect(answer.text).not.toContain('canary')
  expect(seen).toEqual([])
})

test('what is wrong with a request is told to programs, too: the code and the field', async () => {
  const { url } = await chatProvider()
  const thread = await ask(`${url}/v1/messages`, asks('/v1/messages', { thread: { type: 'create' } }))
  expect(JSON.parse(thread.text)).toMatchObject({ error: { details: { error_code: 'thread_unsupported_request' } } })
  const stored = await ask(`${url}/v1/responses`, asks('/v1/responses', { previous_response_id: 'resp_1' }))
  expect(JSON.parse(stored.text)).toMatchObject({ error: { param: 'previous_response_id' } })
})

test('a body that cannot be read whole is refused', async () => {
  const { url } = await chatProvider({ replayBudgetBytes: 10 })
  const answer = await ask(`${url}/v1/messages`, asks('/v1/messages'))
  expect([answer.status, answer.headers['x-ccproxy-error']]).toEqual([413, 'CCPROXY_HTTP_BODY_TOO_LARGE'])
})

test.each([
  '/v1beta/models/openai/gpt-5:free:generateContent',
  '/v1beta/openai/gpt-5:free:generateContent',
  '/v1/models/openai/gpt-5:free:streamGenerateContent?alt=sse',
])('the model of %s has its slash and its colon', async (path) => {
  const { url, seen } = await chatProvider()
  const answer = await ask(`${url}${path}`, asks('/v1beta/models/m-1:generateContent'))
  expect([answer.status, seen[0]?.path]).toEqual([200, '/v1/chat/completions'])
  expect(JSON.parse(seen[0]?.body ?? '')).toMatchObject({ model: 'openai/gpt-5:free' })
})

test('a model that would lead to another path of the provider is refused', async () => {
  const { url, seen } = await chatProvider({}, ['gemini'])
  const answer = await ask(`${url}/v1/messages`, asks('/v1/messages', { model: '../../v1/files/a' }))
  expect([answer.status, answer.headers['x-ccproxy-error'], seen]).toEqual([400, 'CCPROXY_FORMAT_REQUEST', []])
})
