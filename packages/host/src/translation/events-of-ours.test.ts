// In a translated stream, too, what we add ourselves speaks the client's dialect.
import type { Dialect } from '@ccproxy/core'
import { afterEach, beforeAll, expect, test } from 'vitest'
import {
  endRig,
  openSocket,
  parseAnswer,
  requestBytes,
  startProxy,
  startUpstream,
  until,
} from '../transport/__fixtures__/rig.js'
import { chatEvents, eventStream, messagesEvents } from './__fixtures__/answers.js'
import { asks } from './__fixtures__/requests.js'

afterEach(endRig)

// Loaded when it is needed, which no test is to wait for.
beforeAll(async () => {
  await import('./translate-exchange.js')
})

const gemini = '/v1beta/models/m-1'

const cases: readonly {
  readonly path: string
  readonly provider: Dialect
  readonly ask: ReturnType<typeof asks>
  readonly sign: string
  readonly error: RegExp
}[] = [
  {
    path: '/v1/messages',
    provider: 'openai-chat',
    ask: asks('/v1/messages', { stream: true }),
    sign: 'event: ping\ndata: {"type":"ping"}\n\n',
    error: /\nevent: error\ndata: {"type":"error","error":{"type":"api_error","message":"[^\n]*}\n\n$/,
  },
  {
    path: '/v1/chat/completions',
    provider: 'anthropic-messages',
    ask: asks('/v1/chat/completions', { stream: true }),
    sign: ': keep-alive\n\n',
    error: /\ndata: {"error":{[^\n]*"code":"CCPROXY_UPSTREAM_RESET"[^\n]*}\n\n$/,
  },
  {
    path: '/v1/responses',
    provider: 'openai-chat',
    ask: asks('/v1/responses', { stream: true }),
    sign: ': keep-alive\n\n',
    error: /\nevent: error\ndata: {"type":"error",[^\n]*"code":"CCPROXY_UPSTREAM_RESET"[^\n]*}\n\n$/,
  },
  {
    path: `${gemini}:streamGenerateContent?alt=sse`,
    provider: 'openai-chat',
    ask: asks(`${gemini}:generateContent`),
    sign: ': keep-alive\n\n',
    error: /\ndata: {"error":{"code":502,[^\n]*"status":"UNAVAILABLE"[^\n]*}\n\n$/,
  },
]

test.each(cases)('$path from $provider', async ({ path, provider, ask, sign, error }) => {
  let breakOff: (() => unknown) | undefined
  const upstream = await startUpstream((_incoming, outgoing) => {
    // The last event is not complete, so there is something on the way that the client must not see.
    const [first, second = ''] = provider === 'openai-chat' ? chatEvents : messagesEvents
    outgoing.writeHead(200, eventStream).write(`${first}${second.slice(0, -5)}`)
    breakOff = () => outgoing.destroy()
  })
  const proxy = await startProxy({ baseUrl: upstream, adapter: { dialects: [provider] }, keepAliveMs: 20 })
  const url = `${proxy.url}${path}`
  const client = await openSocket(url, requestBytes(url, ask))
  await until(() => client.received().toString().split(sign).length > 2)
  breakOff?.()
  await client.closed
  const { text, complete } = parseAnswer(client.received())
  expect(complete).toBe(true)
  expect(text).toMatch(error)
  // What could not be completed is nowhere.
  expect(text).not.toContain('ße')
})
