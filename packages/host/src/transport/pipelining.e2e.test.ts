// Clients that ask for several things at once on one connection. Not among the unit tests, where nock reads along.
import type { ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
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

const paths = ['/v1/messages?1', '/v1/models?2', '/v1/messages?3'] as const
const stream = { 'content-type': 'text/event-stream' }

/** All three are asked for; the test answers. */
async function pipeline(options: Partial<ProxyOptions> = {}) {
  const answers = new Map<string | undefined, ServerResponse>()
  const closed = new Set<string | undefined>()
  const upstream = await startUpstream(({ url }, outgoing) => {
    answers.set(url, outgoing)
    outgoing.once('close', () => closed.add(url))
  })
  const proxy = await startProxy({ baseUrl: upstream, ...options })
  const requests = paths.map((path, index) => {
    const headers = index === paths.length - 1 ? ['connection', 'close'] : ['connection', 'keep-alive']
    return requestBytes(`${proxy.url}${path}`, { headers })
  })
  const client = await openSocket(proxy.url, Buffer.concat(requests))
  await until(() => answers.size === paths.length)
  return { proxy, client, closed, answer: (index: number) => answers.get(paths[index]) }
}

test('answers come in the order of the requests, whoever is first', async () => {
  const { client, answer } = await pipeline()
  answer(2)?.writeHead(200, stream).end('data: third\n\n')
  answer(1)?.end('second')
  answer(0)?.writeHead(200, stream).write('data: first\n\n')
  await until(() => client.received().includes('data: first'))
  expect(client.received().includes('second')).toBe(false)
  answer(0)?.end('data: end of first\n\n')
  await client.closed
  expect(
    client
      .received()
      .toString()
      .match(/end of first|second|third/g),
  ).toEqual(['end of first', 'second', 'third'])
})

test('a client that leaves ends all of them', async () => {
  const { proxy, client, closed, answer } = await pipeline()
  answer(0)?.writeHead(200, stream).write('data: first\n\n')
  answer(2)?.writeHead(200, stream).write('data: third\n\n')
  await until(() => client.received().includes('data: first'))
  client.socket.destroy()
  await expect.poll(() => closed, { timeout: 20_000 }).toEqual(new Set(paths))
  await proxy.idle()
})

test('an answer that waits for its turn longer than a reader may be idle comes whole', async () => {
  const { client, answer } = await pipeline({ idleTimeout: 0.2 })
  const large = 'x'.repeat(1_000_000)
  answer(1)?.end(large)
  answer(2)?.writeHead(200, stream).end('data: third\n\n')
  await delay(600)
  answer(0)?.end('first')
  await client.closed
  const received = client.received().toString()
  expect(['first', large, 'data: third'].map((text) => received.includes(text))).toEqual([true, true, true])
})
