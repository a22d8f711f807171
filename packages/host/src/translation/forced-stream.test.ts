// A provider that gives nothing but streams, and what its adapter has to say for it.
import type { Dialect, UpstreamRequest } from '@ccproxy/core'
import { afterEach, describe, expect, test } from 'vitest'
import { fakeManager } from '../transport/__fixtures__/fake-provider.js'
import { ask, endRig, type Proxy, startProxy, startReadingUpstream } from '../transport/__fixtures__/rig.js'
import { chatEvents, eventStream, json, messagesEvents, sendJson } from './__fixtures__/answers.js'
import { asks } from './__fixtures__/requests.js'

afterEach(endRig)

interface Streamer {
  readonly proxy: Proxy
  readonly asked: { readonly path: string | undefined; readonly body: unknown }[]
}

/** Streams when the request asks for it, and refuses everything else. */
async function streamer(dialect: Dialect, events: readonly string[]): Promise<Streamer> {
  const asked: { path: string | undefined; body: unknown }[] = []
  const baseUrl = await startReadingUpstream(({ url: path, headers }, outgoing, bytes) => {
    const text = bytes.toString()
    asked.push({ path, body: text.startsWith('{') ? JSON.parse(text) : text })
    if (headers.authorization === 'Bearer fake-token-0') sendJson(outgoing, {}, 401)
    else if (!/"stream":\s?true/.test(text) && path?.includes('alt=sse') !== true) sendJson(outgoing, { no: 1 }, 400)
    else outgoing.writeHead(200, eventStream).end(events.join(''))
  })
  const proxy = await startProxy({
    baseUrl,
    manager: fakeManager(['fake-token-0', 'fake-token-1']),
    adapter: {
      dialects: [dialect],
      prepare: ({ token }) => ({ headers: { authorization: `Bearer ${token.reveal()}` }, forceStream: true }),
    },
  })
  return { proxy, asked }
}

const prepare = (): UpstreamRequest => ({ headers: {}, forceStream: true })

describe('in the client’s own dialect', () => {
  test('one answer is made of the stream', async () => {
    const { proxy, asked } = await streamer('openai-chat', chatEvents)
    const answer = await ask(`${proxy.url}/v1/chat/completions`, asks('/v1/chat/completions', { seed: 7 }))
    expect(asked.map(({ body }) => body)).toMatchObject(
      Array.from({ length: 2 }, () => ({ stream: true, stream_options: { include_usage: true }, seed: 7 })),
    )
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/json'])
    expect(JSON.parse(answer.text)).toMatchObject({
      object: 'chat.completion',
      choices: [{ message: { content: 'Grüße' }, finish_reason: 'stop' }],
      usage: { total_tokens: 9 },
    })
  })

  test('a stream that the client asked for comes byte for byte', async () => {
    const { proxy } = await streamer('anthropic-messages', [': a comment\n\n', ...messagesEvents])
    const answer = await ask(`${proxy.url}/v1/messages`, asks('/v1/messages', { stream: true }))
    expect(answer.text).toBe([': a comment\n\n', ...messagesEvents].join(''))
  })

  test('Gemini is asked by its path', async () => {
    const part = { candidates: [{ content: { role: 'model', parts: [{ text: 'Grüße' }] }, finishReason: 'STOP' }] }
    const { proxy, asked } = await streamer('gemini', [`data: ${JSON.stringify(part)}\n\n`])
    const path = '/v1beta/models/m-1:generateContent'
    const answer = await ask(`${proxy.url}${path}`, asks(path))
    expect(asked.at(-1)?.path).toBe('/v1beta/models/m-1:streamGenerateContent?alt=sse')
    expect(JSON.parse(answer.text)).toMatchObject(part)
  })

  test('a refusal comes byte for byte', async () => {
    const words = '{ "error" : {"message":"the words  matter"} }'
    const baseUrl = await startReadingUpstream((_incoming, outgoing) => outgoing.writeHead(400, json).end(words))
    const proxy = await startProxy({ baseUrl, adapter: { dialects: ['openai-chat'], prepare } })
    const answer = await ask(`${proxy.url}/v1/chat/completions`, asks('/v1/chat/completions'))
    expect([answer.status, answer.text]).toEqual([400, words])
  })

  test('what has no stream is left alone', async () => {
    const baseUrl = await startReadingUpstream((incoming, outgoing) => outgoing.end(`${incoming.url}`))
    const proxy = await startProxy({ baseUrl, adapter: { dialects: ['openai-chat'], prepare } })
    expect((await ask(`${proxy.url}/v1/embeddings`, { method: 'POST', body: '{}' })).text).toBe('/v1/embeddings')
    expect((await ask(`${proxy.url}/v1/models`)).text).toBe('/v1/models')
  })

  test('a request that cannot be read is refused', async () => {
    const { proxy } = await streamer('openai-chat', chatEvents)
    const answer = await ask(`${proxy.url}/v1/chat/completions`, { method: 'POST', body: 'no json' })
    expect([answer.status, answer.headers['x-ccproxy-error']]).toEqual([400, 'CCPROXY_FORMAT_REQUEST'])
  })
})

test('in another dialect one answer is made of the stream', async () => {
  const { proxy, asked } = await streamer('openai-chat', chatEvents)
  const answer = await ask(`${proxy.url}/v1/messages`, asks('/v1/messages'))
  expect(asked.at(-1)).toMatchObject({ path: '/v1/chat/completions', body: { stream: true } })
  expect(JSON.parse(answer.text)).toMatchObject({ type: 'message', content: [{ type: 'text', text: 'Grüße' }] })
})
