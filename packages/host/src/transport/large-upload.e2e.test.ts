// Bodies on their way, and such as are too large to be kept. Not among the unit tests, where nock takes whatever is written to a socket.
import type { IncomingMessage } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { createHookBus, silentLogger } from '@ccproxy/core'
import { afterEach, expect, test } from 'vitest'
import { asks } from '../translation/__fixtures__/requests.js'
import {
  endRig,
  openSocket,
  type RawClient,
  requestBytes,
  startProxy,
  startUpstream,
  until,
} from './__fixtures__/rig.js'

afterEach(endRig)

/** Sends the head of a large upload, then as much of its body as the other side takes. */
async function upload(
  url: string,
  length: number,
): Promise<{ readonly client: RawClient; readonly sent: () => number }> {
  const client = await openSocket(url, `POST /v1/files HTTP/1.1\r\nhost: x\r\ncontent-length: ${length}\r\n\r\n`)
  const block = Buffer.alloc(64 * 1024)
  let sent = 0
  const fill = (): void => {
    while (sent < length && !client.socket.destroyed) {
      sent += block.length
      if (client.socket.write(block)) continue
      client.socket.once('drain', fill)
      return
    }
  }
  fill()
  return { client, sent: () => sent }
}

const uploadLength = 64 * 1024 * 1024

test('a provider that does not read stops the client, and gets everything once it does', async () => {
  const requests: IncomingMessage[] = []
  let received = 0
  const upstream = await startUpstream((incoming, outgoing) => {
    requests.push(incoming.pause())
    incoming.on('end', () => outgoing.end('thank you'))
  })
  const proxy = await startProxy({ baseUrl: upstream })
  const { client, sent } = await upload(proxy.url, uploadLength)
  await until(() => requests.length > 0)
  let before = -1
  while (before !== sent()) {
    before = sent()
    await delay(100)
  }
  expect(sent()).toBeLessThan(uploadLength / 2)
  requests[0]?.on('data', (chunk: Buffer) => {
    received += chunk.length
  })
  requests[0]?.resume()
  await until(() => client.received().includes('thank you'), 20_000)
  expect(received).toBe(uploadLength)
})

test('a client that leaves during the upload takes the upstream request with it', async () => {
  const requests: IncomingMessage[] = []
  const upstream = await startUpstream((incoming) => {
    requests.push(incoming.on('error', () => {}).resume())
  })
  const proxy = await startProxy({ baseUrl: upstream })
  const head = 'POST /v1/files HTTP/1.1\r\nhost: x\r\ncontent-length: 9000000\r\n\r\nstart'
  const client = await openSocket(proxy.url, head)
  await until(() => requests.length > 0)
  client.socket.destroy()
  await proxy.idle()
  await until(() => requests[0]?.destroyed === true)
  expect(requests[0]?.complete).toBe(false)
})

test('an answer before the end of the upload reaches the client', async () => {
  const upstream = await startUpstream((_incoming, outgoing) => outgoing.writeHead(413).end('too much'))
  const proxy = await startProxy({ baseUrl: upstream })
  const { client } = await upload(proxy.url, uploadLength)
  await until(() => client.received().includes('too much'))
  expect(client.received().toString()).toMatch(/^HTTP\/1.1 413 /)
})

test('a provider that breaks off during the upload is told to the client, which is still sending', async () => {
  const upstream = await startUpstream((incoming) => {
    incoming.once('data', () => incoming.socket.resetAndDestroy())
  })
  const proxy = await startProxy({ baseUrl: upstream })
  const { client } = await upload(proxy.url, uploadLength)
  await until(() => client.received().includes('CCPROXY_UPSTREAM_RESET'))
  expect(client.received().toString()).toMatch(/^HTTP\/1.1 502 /)
})

test.each([
  ['kept for a second sending', {}],
  ['translated', { adapter: { dialects: ['openai-chat'] } }],
] as const)(
  'nobody is asked for a client that leaves while it sends a body that is to be %s',
  async (_name, options) => {
    const seen: string[] = []
    const hooks = createHookBus(silentLogger)
    const note = (text: string): unknown => seen.push(text)
    hooks.on('request.started', () => note('started'), { name: 'start' })
    hooks.on('request.failed', ({ code }) => note(code), { name: 'failure' })
    hooks.on('provider.request.sent', () => note('sent'), { name: 'sending' })
    const proxy = await startProxy({ baseUrl: 'http://127.0.0.1:1', hooks, ...options })
    const url = `${proxy.url}/v1/messages`
    const client = await openSocket(url, requestBytes(url, asks('/v1/messages')).subarray(0, -5))
    await until(() => seen.length > 0)
    client.socket.destroy()
    await proxy.idle()
    await until(() => seen.length > 1)
    expect(seen).toEqual(['started', 'CCPROXY_HTTP_ABORTED'])
  },
)
