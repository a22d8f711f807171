// One line of the log for each request.
import { type Logger, silentLogger } from '@ccproxy/core'
import { afterEach, expect, it } from 'vitest'
import { ask, endRig, startProxy, startReadingUpstream, startUpstream } from './__fixtures__/rig.js'

afterEach(endRig)

interface Line {
  readonly level: 'info' | 'warn'
  readonly message: string
  readonly fields: Readonly<Record<string, unknown>>
}

function recorder(): { readonly logger: Logger; readonly lines: () => readonly Line[] } {
  const all: Line[] = []
  const at =
    (level: Line['level']) =>
    (message: string, fields: object = {}): void =>
      void all.push({ level, message, fields: { ...fields } })
  const logger = { ...silentLogger, info: at('info'), warn: at('warn') }
  return { logger, lines: () => all.filter(({ message }) => message === 'request') }
}

const answer = {
  id: 'm',
  type: 'message',
  model: 'fake-model',
  content: [],
  usage: { input_tokens: 7, cache_read_input_tokens: 3, output_tokens: 5 },
}
const post = { method: 'POST', headers: ['content-type', 'application/json'], body: '{"model":"fake-model"}' }

it('says of a request that succeeded what it was, how long it took and what it cost', async () => {
  const { logger, lines } = recorder()
  const baseUrl = await startReadingUpstream((_incoming, outgoing) => {
    outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
  })
  const proxy = await startProxy({ baseUrl, logger, logsRequests: true })
  await ask(`${proxy.url}/v1/messages?beta=true&key=fake-secret`, post)
  await proxy.idle()
  expect(lines()).toEqual([
    {
      level: 'info',
      message: 'request',
      fields: {
        requestId: 'request-1',
        method: 'POST',
        path: '/v1/messages',
        provider: 'fake',
        account: 'default',
        model: 'fake-model',
        status: 200,
        durationMs: expect.any(Number),
        firstByteMs: expect.any(Number),
        tokensIn: 10,
        tokensCached: 3,
        tokensOut: 5,
        bytes: JSON.stringify(answer).length,
      },
    },
  ])
})

it.each([
  [429, 'rate-limited'],
  [401, 'credential-rejected'],
  [400, 'client-error'],
  [529, 'overloaded'],
])('says of a refusal of the provider with %i that it is %s', async (status, reason) => {
  const { logger, lines } = recorder()
  const baseUrl = await startReadingUpstream((_incoming, outgoing) => {
    outgoing.writeHead(status, { 'content-type': 'application/json' }).end('{}')
  })
  const proxy = await startProxy({ baseUrl, logger, logsRequests: true })
  await ask(`${proxy.url}/v1/messages`, post)
  await proxy.idle()
  expect(lines()).toMatchObject([{ level: 'warn', fields: { status, reason } }])
})

it('says of a provider that cannot be reached why', async () => {
  const { logger, lines } = recorder()
  const proxy = await startProxy({ baseUrl: 'http://127.0.0.1:1', logger, logsRequests: true })
  await ask(`${proxy.url}/v1/messages`, post)
  await proxy.idle()
  expect(lines()).toMatchObject([{ level: 'warn', fields: { status: 502, reason: 'CCPROXY_UPSTREAM_UNREACHABLE' } }])
})

it('says when the client left, as no failure', async () => {
  const { logger, lines } = recorder()
  const baseUrl = await startUpstream((incoming, outgoing) => {
    incoming.resume()
    outgoing.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: {}\n\n')
  })
  const proxy = await startProxy({ baseUrl, logger, logsRequests: true })
  const leaving = new AbortController()
  const response = await fetch(`${proxy.url}/v1/messages`, { method: 'POST', body: post.body, signal: leaving.signal })
  await response.body?.getReader().read()
  leaving.abort()
  await proxy.idle()
  expect(lines()).toMatchObject([{ level: 'info', fields: { status: 200, reason: 'CCPROXY_HTTP_ABORTED' } }])
})

it('says nothing above the level info', async () => {
  const { logger, lines } = recorder()
  const baseUrl = await startReadingUpstream((_incoming, outgoing) => outgoing.end('{}'))
  const proxy = await startProxy({ baseUrl, logger })
  await ask(`${proxy.url}/v1/messages`, post)
  await proxy.idle()
  expect(lines()).toEqual([])
})
