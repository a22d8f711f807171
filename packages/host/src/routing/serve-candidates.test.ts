// What the client gets when the provider that it asked for does not serve.
import type { ServerResponse } from 'node:http'
import { createHookBus, silentLogger } from '@ccproxy/core'
import { afterEach, expect, test } from 'vitest'
import { ask, endRig, openSocket, requestBytes, until } from '../transport/__fixtures__/rig.js'
import { type FakeAnswer, json, message, refusing, startRouter } from './__fixtures__/routing-rig.js'

afterEach(endRig)

const fallbacks = ['openai/backup']

async function post(url: string, body: string | Buffer = message('claude/m')): ReturnType<typeof ask> {
  return ask(`${url}/v1/messages`, { method: 'POST', headers: json, body })
}

test.each([
  ['rate-limited', refusing(429)],
  ['server-error', refusing(500)],
  ['overloaded', refusing(529)],
  ['credential-rejected', refusing(401)],
  ['quota-exhausted', refusing(402)],
])('answer when a provider is %s', async (kind, answer) => {
  const router = await startRouter({ providers: { claude: { answer }, openai: {} }, fallbacks })
  const got = await post(router.url)
  expect([got.status, got.text]).toEqual([200, 'openai'])
  expect(got.headers['x-ccproxy-route']).toBe(`openai/backup; tried="claude/m ${kind}"`)
  expect(router.seen['openai']?.[0]?.body.toString()).toBe(message('backup'))
})

test('answer for what the adapter alone knows to be a quota', async () => {
  const claude = { answer: refusing(400), classify: () => 'quota-exhausted' as const }
  const router = await startRouter({ providers: { claude, openai: {} }, fallbacks })
  expect((await post(router.url)).text).toBe('openai')
})

test.each([
  ['CCPROXY_UPSTREAM_UNREACHABLE', { baseUrl: 'http://127.0.0.1:1' }],
  ['CCPROXY_CREDENTIAL_ABSENT', { accounts: [] }],
  ['CCPROXY_UPSTREAM_RESET', { answer: (_incoming: unknown, outgoing: ServerResponse) => void outgoing.destroy() }],
])('answer on %s', async (code, claude) => {
  const router = await startRouter({ providers: { claude, openai: {} }, fallbacks })
  const got = await post(router.url)
  expect([got.text, got.headers['x-ccproxy-route']]).toEqual(['openai', `openai/backup; tried="claude/m ${code}"`])
})

test.each([400, 403, 404, 413, 422])('a %s is the client’s to see, byte for byte', async (status) => {
  const router = await startRouter({
    providers: { claude: { answer: refusing(status, { 'x-own': '1' }) }, openai: {} },
    fallbacks,
  })
  const got = await post(router.url)
  expect([got.status, got.headers['x-own'], got.headers['x-ccproxy-route']]).toEqual([status, '1', 'claude/m'])
  expect(got.text).toContain(`refused with ${status}`)
  expect(router.seen['openai']).toEqual([])
})

test('when nobody serves, the first provider’s own words go out', async () => {
  const claude = { answer: refusing(429, { 'retry-after': '7' }) }
  const providers = { claude, openai: { answer: refusing(400) }, other: { accounts: [] } }
  const router = await startRouter({ providers, fallbacks: ['other/x', 'openai/backup'] })
  const got = await post(router.url)
  expect([got.status, got.headers['retry-after'], got.complete]).toEqual([429, '7', true])
  expect(JSON.parse(got.text)).toEqual({ error: { type: 'theirs', message: 'refused with 429' } })
  expect(got.headers['x-ccproxy-route']).toBe(
    'claude/m; tried="other/x CCPROXY_CREDENTIAL_ABSENT, openai/backup client-error"',
  )
})

test('a word of a provider goes out rather than an error of ours', async () => {
  const providers = { claude: { accounts: [] }, openai: { answer: refusing(503) } }
  const got = await post((await startRouter({ providers, fallbacks })).url)
  expect([got.status, got.headers['x-ccproxy-error']]).toEqual([503, undefined])
  const none = { claude: { accounts: [] }, openai: { baseUrl: 'http://127.0.0.1:1' } }
  const error = await post((await startRouter({ providers: none, fallbacks })).url)
  expect([error.status, error.headers['x-ccproxy-error']]).toEqual([401, 'CCPROXY_CREDENTIAL_ABSENT'])
  expect(error.headers['x-ccproxy-route']).toContain('claude/m; tried="openai/backup CCPROXY_UPSTREAM_')
})

test('a long refusal that was held goes out whole', async () => {
  const long = JSON.stringify({ error: { message: 'x'.repeat(1_000_000) } })
  const answer: FakeAnswer = (_incoming, outgoing) => outgoing.writeHead(500).end(long)
  const router = await startRouter({
    providers: { claude: { answer }, openai: { answer: refusing(500) } },
    fallbacks,
  })
  const got = await post(router.url)
  expect([got.status, got.text === long]).toEqual([500, true])
})

test('a long refusal that nobody sees is cut off', async () => {
  let closed = false
  const answer: FakeAnswer = (_incoming, outgoing) => {
    outgoing.once('close', () => {
      closed = true
    })
    outgoing.writeHead(500)
    outgoing.write(Buffer.alloc(1_000_000))
  }
  const router = await startRouter({ providers: { claude: { answer }, openai: {} }, fallbacks })
  expect((await post(router.url)).text).toBe('openai')
  await until(() => closed)
  await router.idle()
})

const breakingStream: FakeAnswer = (_incoming, outgoing) => {
  outgoing.writeHead(200, { 'content-type': 'text/event-stream' })
  outgoing.write('data: 1\n\n', () => outgoing.destroy())
}

test('nothing fails over once a byte is out', async () => {
  const router = await startRouter({ providers: { claude: { answer: breakingStream }, openai: {} }, fallbacks })
  const got = await post(router.url)
  expect([got.status, got.headers['x-ccproxy-route']]).toEqual([200, 'claude/m'])
  expect(got.text).toContain('event: error')
  expect(router.seen['openai']).toEqual([])
})

test('a body that was not kept is not failed over, and the answer says so', async () => {
  const router = await startRouter({ providers: { claude: { answer: refusing(500) }, openai: {} }, fallbacks })
  const got = await post(router.url, `{"model":"claude/m","a":"${'x'.repeat(5_000_000)}"}`)
  expect([got.status, got.headers['x-ccproxy-replay'], got.headers['x-ccproxy-route']]).toEqual([
    500,
    'off',
    'claude/m',
  ])
  expect(router.seen['openai']).toEqual([])
})

test('who asked to be left alone is skipped until then, and asked when nobody else is left', async () => {
  let now = Date.UTC(2026, 0, 1)
  const clock = { now: () => now, monotonic: () => performance.now() }
  const providers = { claude: { answer: refusing(429, { 'retry-after': '60' }) }, openai: {} }
  const router = await startRouter({ providers, fallbacks, clock })
  const routes: unknown[] = []
  const note = async (): Promise<void> => {
    routes.push((await post(router.url)).headers['x-ccproxy-route'])
  }
  await note()
  await note()
  now += 60_000
  await note()
  const limited = 'openai/backup; tried="claude/m rate-limited"'
  expect(routes).toEqual([limited, 'openai/backup; tried="claude/m cooling-down"', limited])
  expect(router.seen['claude']?.length).toBe(2)
  const alone = await startRouter({ providers: { claude: providers.claude }, fallbacks: ['claude/n'], clock })
  expect([(await post(alone.url)).status, (await post(alone.url)).status]).toEqual([429, 429])
  expect(alone.seen['claude']?.length).toBe(3)
})

test('embeddings and the like are of one provider', async () => {
  const router = await startRouter({ providers: { claude: { answer: refusing(500) }, openai: {} }, fallbacks })
  const got = await ask(`${router.url}/v1/embeddings`, { method: 'POST', headers: json, body: message('claude/m') })
  expect([got.status, router.seen['openai']]).toEqual([500, []])
})

test('observers see one request, and who ended it', async () => {
  const events: string[] = []
  const hooks = createHookBus(silentLogger)
  for (const event of ['request.started', 'provider.error', 'request.completed', 'request.failed'] as const)
    hooks.on(event, ({ provider }) => void events.push(`${event} ${provider}`), { name: 'test' })
  const providers = { claude: { answer: refusing(429) }, openai: { baseUrl: 'http://127.0.0.1:1' }, other: {} }
  const router = await startRouter({ providers, fallbacks: ['openai/x', 'other/x'], hooks })
  expect((await post(router.url)).text).toBe('other')
  await router.idle()
  expect([events[0], events.at(-1)]).toEqual(['request.started claude', 'request.completed other'])
  expect(events.slice(1, -1).toSorted()).toEqual(['provider.error claude', 'provider.error openai'])
})

test('a client that leaves ends the search', async () => {
  let isAsked = false
  const failures: string[] = []
  const hooks = createHookBus(silentLogger)
  hooks.on('request.failed', ({ code, provider }) => void failures.push(`${code} ${provider}`), { name: 'test' })
  const claude = { answer: refusing(500) }
  const openai = { answer: () => void (isAsked = true) }
  const router = await startRouter({
    providers: { claude, openai, other: {} },
    fallbacks: ['openai/x', 'other/x'],
    hooks,
  })
  const bytes = requestBytes(`${router.url}/v1/messages`, {
    method: 'POST',
    headers: json,
    body: message('claude/m'),
  })
  const client = await openSocket(router.url, bytes)
  await until(() => isAsked)
  client.socket.destroy()
  await router.idle()
  expect(router.seen['other']).toEqual([])
  expect(failures).toEqual(['CCPROXY_HTTP_ABORTED openai'])
})
