// A step before the first byte of a request: what a refresh token that works once is noted by.
import { once } from 'node:events'
import { createServer } from 'node:http'
import { createServer as createNetServer, type Server, type Socket } from 'node:net'
import { afterEach, expect, test, vi } from 'vitest'
import { createOutbound } from './create-outbound.js'

const outbound = createOutbound({ connectTimeout: 1, responseTimeout: 2, idleTimeout: 2 }, {})
const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
})

async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => sockets.add(socket.on('error', () => {})))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  cleanups.push(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

const post = { method: 'POST', body: 'refresh_token=fake' }

test('a request leaves when the step is done, on a connection of its own', async () => {
  const order: string[] = []
  const port = await listen(
    createServer((_incoming, outgoing) => {
      order.push('request')
      outgoing.end('granted')
    }).on('connection', () => order.push('connection')),
  )
  const step = async (): Promise<void> => {
    await vi.waitFor(() => expect(order).toContain('connection'))
    order.push('step')
  }
  for (let time = 0; time < 2; time++) {
    const response = await outbound.fetch.withBeforeSend?.(step)(`http://127.0.0.1:${port}/token`, post)
    expect(await response?.text()).toBe('granted')
  }
  expect(order).toEqual(['connection', 'step', 'request', 'connection', 'step', 'request'])
})

test('a request does not leave when the step fails', async () => {
  const received = vi.fn<() => void>()
  const port = await listen(createServer(received))
  const failure = new Error('the disk is full')
  const sending = outbound.fetch.withBeforeSend?.(() => Promise.reject(failure))(`http://127.0.0.1:${port}/`, post)
  await expect(sending).rejects.toMatchObject({ cause: failure })
  expect(received).not.toHaveBeenCalled()
})

test('the step is not taken while a TLS handshake is not complete', async () => {
  const port = await listen(createNetServer(() => {}))
  const step = vi.fn<() => Promise<void>>(async () => {})
  const sending = outbound.fetch.withBeforeSend?.(step)(`https://127.0.0.1:${port}/token`, post)
  await expect(sending).rejects.toMatchObject({ cause: { code: 'UND_ERR_CONNECT_TIMEOUT' } })
  expect(step).not.toHaveBeenCalled()
})
