// What a plugin that observes is told, in order; and that an observer which throws is not felt.
import Anthropic from '@anthropic-ai/sdk'
import { expect, it } from 'vitest'
import { type RecordedEvent, writeEventRecorder } from './support/event-recorder.js'
import { expireLogin } from './support/expire-login.js'
import { startLoginServer } from './support/login-server.js'
import { signIn } from './support/sign-in.js'
import { openWorkshop, type Served, type Workshop } from './support/workshop.js'
import { writeSystemPlugin } from './support/write-plugin.js'

const namesOf = (events: readonly RecordedEvent[]): readonly string[] => events.map(({ event }) => event)

const key = { provider: 'claude', account: 'default' }
// Slow, so that its events do not come as one chunk.
const question = { model: 'sandbox-slow', max_tokens: 64, messages: [{ role: 'user', content: 'Hello' }] } as const

function messages(served: Served, stream: boolean) {
  const body = JSON.stringify({ ...question, stream })
  return served.ask('/claude/v1/messages', { method: 'POST', headers: { 'content-type': 'application/json' }, body })
}

const writeThrower = (workshop: Workshop): Promise<string> =>
  writeSystemPlugin(
    workshop,
    'thrower',
    `for (const event of events) {
      const options = { name: 'thrower', priority: 10, content: true }
      hooks.on(event, () => { throw new Error('thrown on purpose') }, options)
      hooks.on(event, async () => { throw new Error('rejected on purpose') }, options)
    }`,
  )

it('tells of the program, its plugins, a sign-in, a refresh and a streamed request, each in order', async () => {
  await using server = await startLoginServer({ slowEventDelayMs: 5 })
  await using workshop = await openWorkshop()
  const { plugin, take } = await writeEventRecorder(workshop)
  const broken = await writeSystemPlugin(workshop, 'broken', `throw new Error('broken on purpose')`)
  const plugins = [plugin, 'plugin-claude', broken]

  await signIn(workshop, server, { plugins })
  const login = (await take()).filter(({ event }) => event.startsWith('oauth.'))
  expect(login).toEqual([
    { event: 'oauth.token.request', payload: { key, flow: 'browser', grant: 'authorization_code' } },
    {
      event: 'oauth.token.response',
      payload: { key, flow: 'browser', status: 200, durationMs: expect.any(Number) },
    },
  ])

  const served = await workshop.serve({ ...server, plugins })
  await served.ask('/health')
  expect(await take()).toEqual([
    { event: 'plugin.loaded', payload: { name: 'recorder', version: '1.0.0' } },
    { event: 'plugin.loaded', payload: { name: 'claude', version: expect.any(String) } },
    {
      event: 'plugin.error',
      payload: { name: 'broken', code: 'CCPROXY_PLUGIN_START', message: expect.stringContaining('broken on purpose') },
    },
    { event: 'app.startup', payload: { version: expect.any(String) } },
    { event: 'app.ready', payload: { url: served.origin, providers: ['claude'] } },
  ])

  const renewal = server.holdNext('request')
  await expireLogin(workshop, served)
  renewal.release()
  expect((await served.ask('/claude/v1/models')).status).toBe(200)
  const refresh = (await take()).filter(({ event }) => event.startsWith('oauth.'))
  const { revision, expires_at: expiresAt } = await workshop.credential('claude')
  expect(refresh).toEqual([
    { event: 'oauth.refresh.request', payload: { key, flow: 'browser', reason: 'expired' } },
    { event: 'oauth.token.request', payload: { key, flow: 'browser', grant: 'refresh_token' } },
    {
      event: 'oauth.token.response',
      payload: { key, flow: 'browser', status: 200, durationMs: expect.any(Number) },
    },
    {
      event: 'oauth.refresh.response',
      payload: { key, flow: 'browser', revision, source: 'network', expiresAt: Date.parse(String(expiresAt)) },
    },
  ])

  const answer = await messages(served, true)
  expect(await served.stop()).toBe(0)
  const identity = { requestId: answer.headers.get('x-ccproxy-request-id'), provider: 'claude' }
  // A client has its answer a moment before the request counts as completed: that of the one before may be here, too.
  const request = (await take()).filter(
    ({ payload }) => (payload['requestId'] ?? identity.requestId) === identity.requestId,
  )
  const chunks = request.filter(({ event }) => event === 'provider.stream.chunk')
  expect(chunks.length).toBeGreaterThan(1)
  expect(namesOf(request)).toEqual([
    'request.started',
    'provider.request.prepared',
    'provider.request.sent',
    'provider.response.received',
    'provider.stream.start',
    ...chunks.map(() => 'provider.stream.chunk'),
    'provider.stream.end',
    'request.completed',
    'app.shutdown',
  ])
  const bytes = Buffer.byteLength(answer.text)
  expect(request.at(0)?.payload).toEqual({ ...identity, method: 'POST', path: '/v1/messages' })
  expect(chunks.map(({ payload }) => payload)).toEqual(
    chunks.map((_chunk, index) => ({ ...identity, sequence: index + 1, byteLength: expect.any(Number) })),
  )
  expect(request.at(-3)?.payload).toEqual({ ...identity, chunks: chunks.length, bytes, complete: true })
  expect(request.at(-2)?.payload).toMatchObject({ ...identity, account: 'default', status: 200, bytes })
  expect(request.at(-1)?.payload).toEqual({ reason: 'SIGTERM' })
})

it('tells of a refresh that the authorization server refused, with its code and what to do', async () => {
  await using server = await startLoginServer({ slowEventDelayMs: 5 })
  await using workshop = await openWorkshop()
  const { plugin, take } = await writeEventRecorder(workshop)
  const plugins = [plugin, 'plugin-claude']
  await signIn(workshop, server, { plugins })
  await take()
  server.sandbox.revokeAllTokens()
  const refused = workshop.run(['auth', 'refresh', 'claude'], { ...server, plugins })
  expect(await refused.ended()).toBe(3)
  const events = (await take()).filter(({ event }) => event.startsWith('oauth.'))
  expect(namesOf(events)).toEqual([
    'oauth.refresh.request',
    'oauth.token.request',
    'oauth.token.response',
    'oauth.error',
  ])
  expect(events.at(-2)?.payload).toMatchObject({ status: 400 })
  expect(events.at(-1)?.payload).toMatchObject({
    key,
    code: 'CCPROXY_CREDENTIAL_NEEDS_LOGIN',
    hint: expect.stringContaining('ccproxy auth login claude'),
  })
})

it('a listener that throws at every event changes nothing, and the log names it', async () => {
  await using server = await startLoginServer({ slowEventDelayMs: 5 })
  await using workshop = await openWorkshop()
  const { plugin, take } = await writeEventRecorder(workshop)
  const thrower = await writeThrower(workshop)
  const plugins = [thrower, plugin, 'plugin-claude']
  await signIn(workshop, server, { plugins })
  const [quiet, disturbed] = await Promise.all([workshop.serve(server), workshop.serve({ ...server, plugins })])
  await take()

  for (const stream of [true, false]) {
    const [expected, answer] = [await messages(quiet, stream), await messages(disturbed, stream)]
    expect(answer.status).toBe(200)
    expect(withoutIds(answer.text)).toBe(withoutIds(expected.text))
  }
  const client = new Anthropic({ baseURL: `${disturbed.origin}/claude`, apiKey: 'fake-client-key', maxRetries: 0 })
  const message = await client.messages.stream({ ...question, messages: [...question.messages] }).finalMessage()
  expect(message.content).toMatchObject([{ type: 'text', text: expect.stringContaining('Hello') }])

  const refresh = server.holdNext('request')
  await expireLogin(workshop, quiet, disturbed)
  refresh.release()
  expect((await disturbed.ask('/claude/v1/models')).status).toBe(200)
  expect(server.refreshes).toHaveLength(1)
  expect(await disturbed.stop()).toBe(0)

  const told = new Set(namesOf(await take()))
  const failures = logged(disturbed).filter(({ msg }) => msg === 'a hook listener failed')
  expect(new Set(failures.map(({ listener }) => listener))).toEqual(new Set(['thrower']))
  expect(new Set(failures.map(({ event }) => event))).toEqual(
    new Set([...told, 'plugin.loaded', 'app.startup', 'app.ready']),
  )
})

/** The offline model counts its answers. */
function withoutIds(text: string): string {
  return text.replaceAll(/(msg|req)_sandbox_\d+/g, '$1')
}

function logged({ program }: Served): readonly Readonly<Record<string, unknown>>[] {
  return program.stderr
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line))
}
