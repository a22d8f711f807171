// Bodies that are too large to be kept. Not among the unit tests, where nock takes whatever is written to a socket.
import type { IncomingMessage } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { endRig, openSocket, type RawClient, startProxy, startUpstream, until } from './__fixtures__/rig.js'

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
  await until(() => client.received().includes('thank you'))
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
