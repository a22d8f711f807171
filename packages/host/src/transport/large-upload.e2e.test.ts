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

test('a provider that does not read stops the client', async () => {
  const requests: IncomingMessage[] = []
  const upstream = await startUpstream((incoming) => {
    incoming.on('error', () => {}).pause()
    requests.push(incoming)
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
  client.socket.destroy()
  await proxy.idle()
  // Only who reads learns that there is no more.
  requests[0]?.resume()
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
