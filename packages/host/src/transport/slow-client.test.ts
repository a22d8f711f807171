// Clients that read slowly, or not at all: they hold the provider back, and in the end they are let go.
import { randomBytes } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import type { Writable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { createGzip } from 'node:zlib'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { chatAnswer, chatEvents, eventStream, json, sendJson } from '../translation/__fixtures__/answers.js'
import { asks } from '../translation/__fixtures__/requests.js'
import {
  endRig,
  openSocket,
  type ProxyOptions,
  requestBytes,
  startProxy,
  startUpstream,
  until,
} from './__fixtures__/rig.js'

afterEach(endRig)

// Loaded when it is needed, which no test is to wait for.
beforeAll(async () => {
  await import('../translation/translate-exchange.js')
})

const offeredBytes = 200 * 1024 * 1024
/** What the system's own buffers may take on two connections, generously. */
const heldBytes = 48 * 1024 * 1024

/** Writes the same piece again and again, as long as it is taken. */
function pour(into: Writable, piece: Buffer): () => number {
  let written = 0
  const more = (): void => {
    while (written < offeredBytes && !into.destroyed) {
      written += piece.length
      if (!into.write(piece)) return
    }
  }
  into.on('drain', more).on('error', () => {})
  more()
  return () => written
}

function encoded(outgoing: ServerResponse): Writable {
  // Stored, not compressed: it costs no time.
  const gzip = createGzip({ level: 0 })
  gzip.pipe(outgoing)
  return gzip
}

const noise = randomBytes(64 * 1024)
const chunk = Buffer.from(chatEvents[0]?.replace('Grü', 'x'.repeat(60_000)) ?? '')
const gzip = { 'content-encoding': 'gzip' }
const same: Partial<ProxyOptions> = {}
const other: Partial<ProxyOptions> = { adapter: { dialects: ['openai-chat'] } }

test.each([
  ['JSON', { head: json, piece: noise, options: same }],
  ['an event stream', { head: eventStream, piece: noise, options: same }],
  ['an encoded event stream', { head: { ...eventStream, ...gzip }, piece: noise, options: same }],
  ['a translated event stream', { head: eventStream, piece: chunk, options: other }],
  ['an encoded event stream that is translated', { head: { ...eventStream, ...gzip }, piece: chunk, options: other }],
])('who does not read %s stops the provider', async (_name, { head, piece, options }) => {
  let written: (() => number) | undefined
  let isClosed = false
  const upstream = await startUpstream((_incoming, outgoing) => {
    outgoing.writeHead(200, head).once('close', () => {
      isClosed = true
    })
    written = pour(options === other && 'content-encoding' in head ? encoded(outgoing) : outgoing, piece)
  })
  const proxy = await startProxy({ baseUrl: upstream, ...options })
  const client = await openSocket(
    proxy.url,
    requestBytes(`${proxy.url}/v1/messages`, asks('/v1/messages', { stream: true })),
  )
  client.socket.pause()
  await until(() => (written?.() ?? 0) > 0)
  for (let before: number | undefined; before !== written?.(); ) {
    before = written?.()
    await delay(100)
  }
  expect(written?.()).toBeLessThan(heldBytes)
  client.socket.destroy()
  await until(() => isClosed)
  await proxy.idle()
})

test('who never reads a stream is let go, and the provider with them', async () => {
  let isClosed = false
  const upstream = await startUpstream((_incoming, outgoing) => {
    outgoing.writeHead(200, eventStream).once('close', () => {
      isClosed = true
    })
    pour(outgoing, noise)
  })
  const proxy = await startProxy({ baseUrl: upstream, idleTimeout: 0.2 })
  const client = await openSocket(proxy.url, requestBytes(`${proxy.url}/v1/messages`))
  client.socket.pause()
  await expect.poll(() => isClosed, { timeout: 20_000 }).toBe(true)
  await proxy.idle()
})

test('who never reads an answer that is complete is let go, too', async () => {
  const content = 'x'.repeat(30_000_000)
  const answer = {
    ...chatAnswer,
    choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
  }
  const upstream = await startUpstream((_incoming, outgoing) => sendJson(outgoing, answer))
  const proxy = await startProxy({ baseUrl: upstream, idleTimeout: 0.2, ...other })
  const client = await openSocket(proxy.url, requestBytes(`${proxy.url}/v1/messages`, asks('/v1/messages')))
  client.socket.once('data', () => client.socket.pause())
  await until(() => client.received().length > 0)
  await proxy.idle()
  expect(client.received().length).toBeLessThan(content.length)
})
