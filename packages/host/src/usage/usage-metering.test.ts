// What observers of `request.completed` are told of an answer, through the transport.
import type { ServerResponse } from 'node:http'
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { createHookBus, type Dialect, type HookBus, type HookPayloads, silentLogger } from '@ccproxy/core'
import { afterEach, describe, expect, it, test } from 'vitest'
import {
  ask,
  endRig,
  openSocket,
  requestBytes,
  startProxy,
  startUpstream,
  until,
} from '../transport/__fixtures__/rig.js'
import { HeaderList } from '../transport/header-list.js'
import { countedAnswers } from './__fixtures__/counted-answers.js'
import { UsageMetering } from './usage-metering.js'

afterEach(endRig)

const eventStream = { 'content-type': 'text/event-stream' }
const json = { 'content-type': 'application/json' }
const post = { method: 'POST', headers: ['content-type', 'application/json'], body: '{}' }

const [anthropic, chat] = countedAnswers
if (anthropic === undefined || chat === undefined) throw new Error('no answers')

interface Watched {
  readonly url: string
  readonly completed: HookPayloads['request.completed'][]
  readonly failed: HookPayloads['request.failed'][]
  readonly idle: () => Promise<void>
}

async function watchedProxy(dialect: Dialect, answer: (outgoing: ServerResponse) => void): Promise<Watched> {
  const baseUrl = await startUpstream((incoming, outgoing) => {
    incoming.resume().once('end', () => answer(outgoing))
  })
  const hooks = createHookBus(silentLogger)
  const completed: Watched['completed'] = []
  const failed: Watched['failed'] = []
  hooks.on('request.completed', (payload) => completed.push(payload), { name: 'watcher' })
  hooks.on('request.failed', (payload) => failed.push(payload), { name: 'watcher' })
  const proxy = await startProxy({ baseUrl, hooks, adapter: { dialects: [dialect] } })
  return { url: proxy.url, completed, failed, idle: () => proxy.idle() }
}

/** What one request made them tell. */
async function told(
  dialect: Dialect,
  path: string,
  answer: (outgoing: ServerResponse) => void,
  request: Parameters<typeof ask>[1] = post,
): Promise<{ readonly completed: object | undefined; readonly body: Buffer }> {
  const proxy = await watchedProxy(dialect, answer)
  const { body } = await ask(`${proxy.url}${path}`, request)
  await proxy.idle()
  return { completed: proxy.completed[0], body }
}

describe.each(countedAnswers)('an answer of $dialect', ({ dialect, path, stream, json: whole, usage, model }) => {
  it('says what it cost, streamed and whole, and passes as it is', async () => {
    const streamed = await told(dialect, path, (outgoing) => outgoing.writeHead(200, eventStream).end(stream))
    expect(streamed).toMatchObject({ completed: { account: 'default', status: 200, usage, model } })
    expect(streamed.body.toString()).toBe(stream)
    const answered = await told(dialect, path, (outgoing) => outgoing.writeHead(200, json).end(whole))
    expect(answered).toMatchObject({ completed: { usage, model } })
    expect(answered.body.toString()).toBe(whole)
  })
})

describe.each([
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
  ['zstd', zstdCompressSync],
])('an answer encoded by %s', (encoding, encode) => {
  it.each([
    ['a stream', eventStream, anthropic.stream],
    ['JSON', json, anthropic.json],
  ])('is decoded beside its way: %s', async (_form, type, text) => {
    const bytes = encode(text)
    const headers = { ...type, 'content-encoding': encoding }
    const { completed, body } = await told(anthropic.dialect, anthropic.path, (outgoing) => {
      outgoing.writeHead(200, headers).write(bytes.subarray(0, 20))
      outgoing.end(bytes.subarray(20))
    })
    expect(completed).toMatchObject({ usage: anthropic.usage, model: anthropic.model })
    expect(body.equals(bytes)).toBe(true)
  })

  it('that is damaged reaches the client, and nothing is told of it', async () => {
    const bytes = Buffer.concat([encode(anthropic.json).subarray(0, 30), Buffer.alloc(200, 'damage')])
    const { completed, body } = await told(anthropic.dialect, anthropic.path, (outgoing) =>
      outgoing.writeHead(200, { ...json, 'content-encoding': encoding }).end(bytes),
    )
    expect(completed).toEqual(expect.objectContaining({ status: 200, bytes: bytes.length }))
    expect(completed).not.toHaveProperty('usage')
    expect(body.equals(bytes)).toBe(true)
  })
})

test('a translated answer cost what its provider says', async () => {
  const body = JSON.stringify({ model: 'm', max_tokens: 9, stream: true, messages: [{ role: 'user', content: 'hi' }] })
  const { completed, body: answer } = await told(
    'openai-chat',
    '/v1/messages',
    (outgoing) => outgoing.writeHead(200, eventStream).end(chat.stream),
    { ...post, body },
  )
  expect(answer.toString()).toContain('message_stop')
  expect(completed).toMatchObject({ usage: chat.usage, model: chat.model })
})

test.each(['/v1/embeddings', '/v1/completions?api-version=1'])('%s counts as Chat does', async (path) => {
  const answer = '{"object":"list","model":"m","usage":{"prompt_tokens":5,"total_tokens":5}}'
  const { completed } = await told('openai-chat', path, (outgoing) => outgoing.writeHead(200, json).end(answer))
  expect(completed).toMatchObject({ usage: { inputTokens: 5, outputTokens: 0 }, model: 'm' })
})

describe('nothing is told', () => {
  const { path, json: whole } = anthropic

  it.each([
    ['of an answer that is read again', path, 200, json, { method: 'GET' }],
    ['of a refusal', path, 400, json, post],
    ['of what is neither JSON nor a stream', path, 200, { 'content-type': 'audio/mpeg' }, post],
    ['of an encoding that nobody knows', path, 200, { ...json, 'content-encoding': 'gzip, br' }, post],
    ['of a call that asks no model', '/v1/files', 200, json, post],
  ])('%s', async (_case, askedPath, status, headers, request) => {
    const { completed } = await told(
      anthropic.dialect,
      askedPath,
      (outgoing) => outgoing.writeHead(status, headers).end(whole),
      request,
    )
    expect(completed).toMatchObject({ status })
    expect(completed).not.toHaveProperty('usage')
    expect(completed).not.toHaveProperty('model')
  })

  it.each([
    ['less than nothing', '-5'],
    ['a part of a token', '1.5'],
    ['in words', '"many"'],
  ])('where a provider counts %s', async (_case, tokens) => {
    const { completed } = await told('openai-chat', chat.path, (outgoing) =>
      outgoing.writeHead(200, json).end(`{"model":"m","usage":{"prompt_tokens":${tokens}}}`),
    )
    expect(completed).toMatchObject({ model: 'm' })
    expect(completed).not.toHaveProperty('usage')
  })
})

describe('an answer that is not completed', () => {
  const start = anthropic.stream.slice(0, anthropic.stream.indexOf('event: e', 10))
  const cost = { usage: { inputTokens: 2124, outputTokens: 3, cachedInputTokens: 2000 }, model: anthropic.model }

  it.each([
    ['as it is', {}, (text: string) => Buffer.from(text)],
    ['encoded', { 'content-encoding': 'gzip' }, (text: string) => gzipSync(text).subarray(0, -8)],
  ])('by its provider has cost what was counted until then: %s', async (_form, headers, encode) => {
    const proxy = await watchedProxy(anthropic.dialect, (outgoing) => {
      outgoing.writeHead(200, { ...eventStream, ...headers })
      outgoing.write(encode(start), () => outgoing.destroy())
    })
    await ask(`${proxy.url}${anthropic.path}`, post)
    await proxy.idle()
    expect(proxy.completed).toEqual([])
    expect(proxy.failed).toMatchObject([{ code: 'CCPROXY_UPSTREAM_RESET', account: 'default', ...cost }])
  })

  it('and is JSON says nothing: what was seen of it may be the arguments of a call', async () => {
    const half = '{"model":"m","content":[{"type":"tool_use","input":{"usage":{"input_tokens":5,"output_tokens":5}}'
    const proxy = await watchedProxy(anthropic.dialect, (outgoing) => {
      outgoing.writeHead(200, json)
      outgoing.write(half, () => outgoing.destroy())
    })
    await ask(`${proxy.url}${anthropic.path}`, post)
    await proxy.idle()
    expect(proxy.failed).toMatchObject([{ code: 'CCPROXY_UPSTREAM_RESET' }])
    expect(proxy.failed[0]).not.toHaveProperty('usage')
  })

  it('because the client left has cost what was counted until then', async () => {
    const proxy = await watchedProxy(anthropic.dialect, (outgoing) => outgoing.writeHead(200, eventStream).write(start))
    const url = `${proxy.url}${anthropic.path}`
    const client = await openSocket(url, requestBytes(url, post))
    await until(() => client.received().includes(start.slice(-20)))
    client.socket.destroy()
    await proxy.idle()
    expect(proxy.failed).toMatchObject([{ code: 'CCPROXY_HTTP_ABORTED', ...cost }])
  })
})

test('an answer is looked at only while somebody watches', () => {
  const hooks: HookBus = createHookBus(silentLogger)
  const sink = { begin: () => {}, write: () => true, end: () => {}, fail: () => {} }
  const headers = new HeaderList(['content-type', 'application/json'])
  const request = { path: anthropic.path, dialect: anthropic.dialect, model: undefined, headers }
  const answered = { requestId: 'r', method: 'POST', request, head: { status: 200, statusMessage: '', headers } }
  const metering = new UsageMetering(hooks, silentLogger, false)
  hooks.on('request.failed', () => {}, { name: 'other' })
  expect(metering.meter(answered, sink)).toBeUndefined()
  const leave = hooks.on('request.completed', () => {}, { name: 'watcher' })
  expect(metering.meter(answered, sink)).toBeDefined()
  leave()
  expect(metering.meter(answered, sink)).toBeUndefined()
  expect(new UsageMetering(hooks, silentLogger, true).meter(answered, sink)).toBeDefined()
})
