// Requests without a prefix, from the client's socket to the provider's.
import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { ask, endRig, openSocket, requestBytes } from '../transport/__fixtures__/rig.js'
import { json, message, refusing, startRouter } from './__fixtures__/routing-rig.js'

afterEach(endRig)

const aliases = { sonnet: 'claude/m-1', mini: 'openai@work/gpt-mini' }
const two = { claude: {}, openai: { dialects: ['anthropic-messages', 'gemini'] } } as const

describe('the model of the body', () => {
  test.each([
    ['claude/m-1', 'claude', 'm-1'],
    ['sonnet', 'claude', 'm-1'],
    ['openai/a/b "c"', 'openai', 'a/b "c"'],
  ])('%s goes to %s, and nothing else changes', async (model, provider, sent) => {
    const router = await startRouter({ providers: two, models: { aliases } })
    const answer = await ask(`${router.url}/v1/messages`, { method: 'POST', headers: json, body: message(model) })
    expect([answer.status, answer.text]).toEqual([200, provider])
    const [seen] = router.seen[provider] ?? []
    expect(seen?.body.toString()).toBe(message(sent))
    expect(seen?.headers['content-length']).toBe(String(Buffer.byteLength(message(sent))))
    expect(seen?.headers.authorization).toBe(`Bearer token-of-${provider}-default`)
  })

  test('is left as it is when the provider is the default one', async () => {
    const router = await startRouter({ providers: two, models: { default: 'claude' } })
    const body = message('not/known')
    const answer = await ask(`${router.url}/v1/messages`, { method: 'POST', headers: json, body })
    expect(answer.headers['x-ccproxy-route']).toBe('claude/not/known')
    expect(router.seen['claude']?.[0]?.body.toString()).toBe(body)
  })

  test.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ['zstd', zstdCompressSync],
  ])('is found in a %s body, which stays encoded unless it changes', async (encoding, encode) => {
    const router = await startRouter({ providers: two, models: { default: 'claude' } })
    const post = async (model: string): Promise<unknown> => {
      const headers = [...json, 'content-encoding', encoding]
      const body = encode(Buffer.from(message(model)))
      const answer = await ask(`${router.url}/v1/messages`, { method: 'POST', headers, body })
      return answer.headers['x-ccproxy-route']
    }
    expect([await post('m'), await post('claude/m')]).toEqual(['claude/m', 'claude/m'])
    const [same, changed] = router.seen['claude'] ?? []
    expect(same?.headers['content-encoding']).toBe(encoding)
    expect(same?.body).toEqual(encode(Buffer.from(message('m'))))
    expect(changed?.headers['content-encoding']).toBeUndefined()
    expect(changed?.body.toString()).toBe(message('m'))
  })

  test('is found at either end of a body too large to keep, sent once', async () => {
    const router = await startRouter({ providers: two })
    const filler = 'x'.repeat(5_000_000)
    const bodies = [`{"model":"claude/m","a":"${filler}"}`, `{"a":"${filler}","model":"claude/m"}`]
    for (const body of bodies) {
      const answer = await ask(`${router.url}/v1/messages`, { method: 'POST', headers: json, body })
      expect([answer.status, answer.headers['x-ccproxy-route']]).toEqual([200, 'claude/m'])
    }
    const sent = router.seen['claude']?.map(({ body }) => body.toString())
    expect(sent).toEqual(bodies.map((body) => body.replace('claude/m', 'm')))
  })

  test('that is not found in a body larger than all that may be kept is an error that says what to do', async () => {
    const router = await startRouter({ providers: two, replayBudgetBytes: 2_000_000 })
    const body = `{"a":"${'x'.repeat(3_000_000)}","model":"claude/m"}`
    const answer = await ask(`${router.url}/v1/messages`, { method: 'POST', headers: json, body })
    expect([answer.status, answer.headers['x-ccproxy-error']]).toEqual([413, 'CCPROXY_HTTP_BODY_TOO_LARGE'])
    expect(answer.text).toContain('before the messages')
  })

  test('is looked for in JSON only', async () => {
    const router = await startRouter({ providers: two, models: { default: 'openai' } })
    const headers = ['content-type', 'multipart/form-data; boundary=x']
    const answer = await ask(`${router.url}/v1/files`, { method: 'POST', headers, body: '{"model":"claude/m"}' })
    expect([answer.text, answer.headers['x-ccproxy-route']]).toEqual(['openai', 'openai'])
  })

  test('a client that leaves while it sends is forgotten', async () => {
    const router = await startRouter({ providers: two })
    const bytes = requestBytes(`${router.url}/v1/messages`, {
      method: 'POST',
      headers: json,
      body: message('claude/m'),
    })
    const client = await openSocket(router.url, bytes.subarray(0, -10))
    await new Promise((resolve) => {
      setImmediate(resolve)
    })
    client.socket.destroy()
    await client.closed
    await router.idle()
    expect(router.seen['claude']).toEqual([])
  })
})

describe('the model of the path', () => {
  test.each([
    ['/v1beta/models/openai/g-1:generateContent?alt=sse', '/v1beta/models/g-1:generateContent?alt=sse'],
    ['/v1/models/mini:countTokens', '/v1/models/gpt-mini:countTokens'],
    ['/v1beta/models/openai/meta/llama:free:generateContent', '/v1beta/models/meta%2Fllama:free:generateContent'],
  ])('%s', async (path, sent) => {
    const openai = { ...two.openai, accounts: ['default', 'work'] }
    const router = await startRouter({ providers: { claude: {}, openai }, models: { aliases } })
    const body = '{"model":"claude/m"}'
    const answer = await ask(`${router.url}${path}`, { method: 'POST', headers: json, body })
    expect([answer.status, answer.text]).toEqual([200, 'openai'])
    expect([router.seen['openai']?.[0]?.path, router.seen['openai']?.[0]?.body.toString()]).toEqual([sent, body])
  })
})

test.each([
  '/v1beta/models/openai/g-1:generateContent',
  '/v1beta/openai/g-1:generateContent',
  '/v1beta/openai/g-1:streamGenerateContent?alt=sse',
])('%s is asked of a provider that speaks another dialect', async (path) => {
  const openai = { dialects: ['openai-chat'] as const, answer: refusing(400) }
  const router = await startRouter({ providers: { claude: {}, openai } })
  const body = JSON.stringify({ contents: [{ role: 'user', parts: [{ text: 'Hello' }] }] })
  const answer = await ask(`${router.url}${path}`, { method: 'POST', headers: json, body })
  expect([answer.status, answer.headers['x-ccproxy-route']]).toEqual([400, 'openai/g-1'])
  expect(JSON.parse(answer.text)).toMatchObject({ error: { code: 400, message: 'refused with 400' } })
  expect(JSON.parse(router.seen['openai']?.[0]?.body.toString() ?? '')).toMatchObject({ model: 'g-1' })
})

test('a provider of Gemini’s own dialect is sent the path that it knows', async () => {
  const gemini = { dialects: ['gemini'] as const }
  const router = await startRouter({ providers: { claude: {}, gemini } })
  const path = '/v1beta/gemini/gemini-3:streamGenerateContent?alt=sse'
  await ask(`${router.url}${path}`, { method: 'POST', headers: json, body: '{}' })
  expect(router.seen['gemini']?.[0]?.path).toBe('/v1beta/models/gemini-3:streamGenerateContent?alt=sse')
})

describe('accounts', () => {
  const providers = { claude: { accounts: ['default', 'work', 'mine'] } }

  test.each([
    ['claude@work/m', [], 'work'],
    ['claude@work/m', ['x-ccproxy-account', 'mine'], 'mine'],
    ['m', [], 'default'],
  ])('%s %j', async (model, headers, account) => {
    const router = await startRouter({ providers })
    const all = [...json, ...headers]
    await ask(`${router.url}/v1/messages`, { method: 'POST', headers: all, body: message(model) })
    expect(router.seen['claude']?.[0]?.headers.authorization).toBe(`Bearer token-of-claude-${account}`)
  })
})

describe('an error of ours', () => {
  test.each([
    [
      '/v1/messages',
      (body: unknown) => expect(body).toMatchObject({ type: 'error', error: { type: 'not_found_error' } }),
    ],
    [
      '/v1/chat/completions',
      (body: unknown) => expect(body).toMatchObject({ error: { code: 'CCPROXY_MODEL_UNKNOWN' } }),
    ],
    ['/v1/responses', (body: unknown) => expect(body).toMatchObject({ error: { code: 'CCPROXY_MODEL_UNKNOWN' } })],
    [
      '/v1beta/models/x:generateContent',
      (body: unknown) => expect(body).toMatchObject({ error: { status: 'NOT_FOUND' } }),
    ],
  ])('on %s speaks the dialect of the client', async (path, check) => {
    const router = await startRouter({ providers: two })
    const answer = await ask(`${router.url}${path}`, { method: 'POST', headers: json, body: message('x') })
    expect([answer.status, answer.headers['x-ccproxy-error']]).toEqual([404, 'CCPROXY_MODEL_UNKNOWN'])
    check(JSON.parse(answer.text))
    expect(answer.text).toContain('claude/x')
  })

  test('of a body without a model names the ways out', async () => {
    const router = await startRouter({ providers: two })
    const answer = await ask(`${router.url}/v1/messages`, { method: 'POST', headers: json, body: '{"a":1}' })
    expect([answer.status, answer.headers['x-ccproxy-error']]).toEqual([400, 'CCPROXY_MODEL_MISSING'])
  })
})
