// Event streams in other words, from a provider on loopback to a client that sees every byte.
import type { ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { createHookBus, silentLogger } from '@ccproxy/core'
import { afterEach, describe, expect, test } from 'vitest'
import {
  ask,
  endRig,
  openSocket,
  type ProxyOptions,
  requestBytes,
  startProxy,
  startRawUpstream,
  startUpstream,
  until,
} from '../transport/__fixtures__/rig.js'
import { chatAnswer, chatEvents, eventStream, messagesEvent, messagesEvents, sendJson } from './__fixtures__/answers.js'
import { asks } from './__fixtures__/requests.js'

afterEach(endRig)

const streaming = asks('/v1/messages', { stream: true })

const startChat = (options: ProxyOptions) =>
  startProxy({ ...options, adapter: { dialects: ['openai-chat'], ...options.adapter } })

/** The texts of a stream of the Anthropic dialect. */
function textsOf(stream: string): readonly string[] {
  return [...stream.matchAll(/"text_delta","text":"([^"]*)"/g)].map(([, text = '']) => text)
}

function typesOf(stream: string): readonly string[] {
  return [...stream.matchAll(/^event: (.*)$/gm)].map(([, type = '']) => type)
}

const complete = [
  'message_start',
  'content_block_start',
  'content_block_delta',
  'content_block_delta',
  'content_block_stop',
  'message_delta',
  'message_stop',
]

test('a stream has the client’s events and headers, and the provider’s limits', async () => {
  const upstream = await startUpstream((_incoming, outgoing) =>
    outgoing
      .writeHead(200, { ...eventStream, 'x-request-id': 'req_1', 'x-ratelimit-remaining-tokens': '9', etag: 'x' })
      .end(chatEvents.join('')),
  )
  const proxy = await startChat({ baseUrl: upstream })
  const answer = await ask(`${proxy.url}/v1/messages`, streaming)
  expect([answer.status, answer.complete, typesOf(answer.text)]).toEqual([200, true, complete])
  expect(textsOf(answer.text)).toEqual(['Grü', 'ße'])
  expect(answer.headers).toMatchObject({
    'content-type': 'text/event-stream',
    'request-id': 'req_1',
    'x-ratelimit-remaining-tokens': '9',
    'x-ccproxy-request-id': 'request-1',
  })
  expect(answer.headers).not.toHaveProperty('etag')
})

test('the first event reaches the client while the provider thinks about the second', async () => {
  const gate = Promise.withResolvers<void>()
  const upstream = await startUpstream((_incoming, outgoing) => {
    outgoing.writeHead(200, eventStream).write(chatEvents[0])
    void gate.promise.then(() => outgoing.end(chatEvents.slice(1).join('')))
  })
  const proxy = await startChat({ baseUrl: upstream })
  const client = await openSocket(proxy.url, requestBytes(`${proxy.url}/v1/messages`, streaming))
  await until(() => client.received().includes('Grü'))
  expect(client.received().includes('message_stop')).toBe(false)
  gate.resolve()
  await client.closed
  expect(client.received().includes('message_stop')).toBe(true)
})

const sendBytes = async (outgoing: ServerResponse): Promise<void> => {
  outgoing.writeHead(200, eventStream)
  for (const byte of Buffer.from(chatEvents.join(''))) {
    outgoing.write(Buffer.of(byte))
    if (byte > 0x7f) await delay(1)
  }
  outgoing.end()
}

test('bytes may be cut anywhere', async () => {
  const upstream = await startUpstream((_incoming, outgoing) => void sendBytes(outgoing))
  const proxy = await startChat({ baseUrl: upstream })
  const answer = await ask(`${proxy.url}/v1/messages`, streaming)
  expect([typesOf(answer.text), textsOf(answer.text)]).toEqual([complete, ['Grü', 'ße']])
})

test.each([
  ['gzip', gzipSync],
  ['br', brotliCompressSync],
  ['zstd', zstdCompressSync],
] as const)('a provider that sends %s unasked is understood', async (encoding, encode) => {
  const upstream = await startUpstream((_incoming, outgoing) =>
    outgoing.writeHead(200, { ...eventStream, 'content-encoding': encoding }).end(encode(chatEvents.join(''))),
  )
  const proxy = await startChat({ baseUrl: upstream })
  const answer = await ask(`${proxy.url}/v1/messages`, streaming)
  expect([typesOf(answer.text), answer.headers['content-encoding']]).toEqual([complete, undefined])
})

describe('a stream that breaks', () => {
  const cases = {
    'in good order, before its end': (): Promise<string> =>
      startUpstream((_incoming, outgoing) => outgoing.writeHead(200, eventStream).end(chatEvents[0])),
    'with its connection': async (): Promise<string> => {
      const { url } = await startRawUpstream((socket) => {
        const head = 'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: 9999\r\n\r\n'
        socket.end(`${head}${chatEvents[0]}`)
      })
      return url
    },
    'inside an event': (): Promise<string> =>
      startUpstream((_incoming, outgoing) => outgoing.writeHead(200, eventStream).end(`${chatEvents[0]}data: {"id`)),
    'with silence': (): Promise<string> =>
      startUpstream((_incoming, outgoing) => void outgoing.writeHead(200, eventStream).write(chatEvents[0])),
  }
  test.each(Object.entries(cases))('%s ends with an error of the client’s dialect', async (_name, start) => {
    const proxy = await startChat({ baseUrl: await start(), idleTimeout: 0.3 })
    const answer = await ask(`${proxy.url}/v1/messages`, streaming)
    expect([answer.status, answer.complete]).toEqual([200, true])
    expect(typesOf(answer.text).at(-1)).toBe('error')
    expect(typesOf(answer.text).filter((type) => type === 'error')).toHaveLength(1)
  })

  test('closes the array of a Gemini client that asked for no events', async () => {
    const upstream = await startUpstream((_incoming, outgoing) =>
      outgoing.writeHead(200, eventStream).end(chatEvents[0]),
    )
    const proxy = await startChat({ baseUrl: upstream })
    const answer = await ask(`${proxy.url}/v1beta/models/m-1:streamGenerateContent`, {
      ...asks('/v1beta/models/m-1:generateContent'),
    })
    expect(answer.headers['content-type']).toBe('application/json')
    expect(JSON.parse(answer.text)).toMatchObject([{ candidates: [{}] }, { error: { code: 502 } }])
  })
})

test('what the provider says after its end is not waited for', async () => {
  let isClosed = false
  const upstream = await startUpstream((_incoming, outgoing) => {
    outgoing.writeHead(200, eventStream).write(`${chatEvents.join('')}data: {"late":1}\n\n`)
    outgoing.once('close', () => {
      isClosed = true
    })
  })
  const proxy = await startChat({ baseUrl: upstream })
  const answer = await ask(`${proxy.url}/v1/messages`, streaming)
  expect([typesOf(answer.text), answer.complete]).toEqual([complete, true])
  await until(() => isClosed)
})

test('a client that leaves ends the request to the provider at once', async () => {
  const gone = Promise.withResolvers<void>()
  const upstream = await startUpstream((_incoming, outgoing) => {
    outgoing.writeHead(200, eventStream).write(chatEvents[0])
    outgoing.once('close', () => gone.resolve())
  })
  const proxy = await startChat({ baseUrl: upstream })
  const client = await openSocket(proxy.url, requestBytes(`${proxy.url}/v1/messages`, streaming))
  await until(() => client.received().includes('Grü'))
  client.socket.destroy()
  await expect(gone.promise).resolves.toBeUndefined()
  await proxy.idle()
})

test('a client that leaves before an answer that is read whole ends it too', async () => {
  const begun = Promise.withResolvers<void>()
  const gone = Promise.withResolvers<void>()
  const upstream = await startUpstream((_incoming, outgoing) => {
    outgoing.writeHead(200, { 'content-type': 'application/json' }).write('{')
    outgoing.once('close', () => gone.resolve())
    begun.resolve()
  })
  const proxy = await startChat({ baseUrl: upstream })
  const client = await openSocket(proxy.url, requestBytes(`${proxy.url}/v1/messages`, asks('/v1/messages')))
  await begun.promise
  await delay(20)
  client.socket.destroy()
  await expect(gone.promise).resolves.toBeUndefined()
  await proxy.idle()
})

test('a client that closes its half of the connection counts as one that left', async () => {
  const gone = Promise.withResolvers<void>()
  const upstream = await startUpstream((_incoming, outgoing) => {
    outgoing.writeHead(200, eventStream).write(chatEvents[0])
    outgoing.once('close', () => gone.resolve())
  })
  const proxy = await startChat({ baseUrl: upstream })
  const client = await openSocket(proxy.url, requestBytes(`${proxy.url}/v1/messages`, streaming))
  await until(() => client.received().includes('Grü'))
  client.socket.end()
  await expect(gone.promise).resolves.toBeUndefined()
  await client.closed
  await proxy.idle()
})

test('what a plugin adds to the head is there', async () => {
  const hooks = createHookBus(silentLogger)
  hooks.interceptResponse({
    name: 'marker',
    needs: 'head',
    handler: ({ status }) => ({ headers: { 'x-marker': String(status) } }),
  })
  const upstream = await startUpstream((_incoming, outgoing) =>
    outgoing.writeHead(200, eventStream).end(chatEvents.join('')),
  )
  const proxy = await startChat({ baseUrl: upstream, hooks })
  const answer = await ask(`${proxy.url}/v1/messages`, streaming)
  expect([answer.headers['x-marker'], typesOf(answer.text)]).toEqual(['200', complete])
})

test('a slow client slows the provider down', async () => {
  let sent = 0
  const piece = chatEvents[0]?.replace('Grü', 'x'.repeat(60_000)) ?? ''
  const upstream = await startUpstream((_incoming, outgoing) => {
    outgoing.writeHead(200, eventStream)
    const more = (): void => {
      while (sent < 600) {
        sent += 1
        if (!outgoing.write(piece)) return
      }
      outgoing.end(chatEvents.slice(1).join(''))
    }
    outgoing.on('drain', more)
    more()
  })
  const proxy = await startChat({ baseUrl: upstream })
  const client = await openSocket(proxy.url, requestBytes(`${proxy.url}/v1/messages`, streaming))
  client.socket.pause()
  await until(() => sent > 5)
  let before = -1
  while (before !== sent) {
    before = sent
    await delay(150)
  }
  expect(sent).toBeLessThan(500)
  client.socket.resume()
  await client.closed
  expect(client.received().includes('message_stop')).toBe(true)
})

test('while the provider is silent the client gets a sign of life in its own words', async () => {
  const upstream = await startUpstream((_incoming, outgoing) => {
    outgoing.writeHead(200, eventStream).write(messagesEvents[0])
    setTimeout(() => outgoing.end(messagesEvents.slice(1).join('')), 200)
  })
  const proxy = await startProxy({ baseUrl: upstream, keepAliveMs: 40 })
  const chat = await ask(`${proxy.url}/v1/chat/completions`, asks('/v1/chat/completions', { stream: true }))
  expect(chat.text).toContain(': keep-alive\n\n')
  expect(chat.text).not.toContain('event: ping')
  expect(chat.text.trimEnd().endsWith('data: [DONE]')).toBe(true)
})

describe('the form that the client asked for is what it gets', () => {
  test('a stream of a provider that answered whole', async () => {
    const upstream = await startUpstream((_incoming, outgoing) => sendJson(outgoing, chatAnswer))
    const proxy = await startChat({ baseUrl: upstream })
    const answer = await ask(`${proxy.url}/v1/messages`, streaming)
    expect(answer.headers['content-type']).toBe('text/event-stream')
    expect([typesOf(answer.text).at(-1), textsOf(answer.text)]).toEqual(['message_stop', ['Grüße']])
  })

  test('one answer of a provider that streamed', async () => {
    const upstream = await startUpstream((_incoming, outgoing) =>
      outgoing.writeHead(200, eventStream).end(messagesEvents.join('')),
    )
    const proxy = await startProxy({ baseUrl: upstream })
    const answer = await ask(`${proxy.url}/v1/chat/completions`, asks('/v1/chat/completions'))
    expect(answer.headers['content-type']).toBe('application/json')
    expect(JSON.parse(answer.text)).toMatchObject({
      choices: [{ message: { content: 'Grüße' }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 7, completion_tokens: 2 },
    })
  })

  test('one answer, or the status of what it broke with', async () => {
    const error = { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }
    const failure = messagesEvent(error)
    const upstream = await startUpstream((_incoming, outgoing) =>
      outgoing.writeHead(200, eventStream).end(`${messagesEvents[0]}${failure}`),
    )
    const proxy = await startProxy({ baseUrl: upstream })
    const answer = await ask(`${proxy.url}/v1/chat/completions`, asks('/v1/chat/completions'))
    expect(answer.status).toBe(503)
    expect(JSON.parse(answer.text)).toMatchObject({ error: { message: 'Overloaded' } })
  })
})
