// Not among the unit tests, where nothing connects before it has something to send.
import { connect } from 'node:net'
import { expect, it } from 'vitest'
import { bindLoopback } from './bind-loopback.js'

it('a callback has 64 connections at once; what is beyond is closed, and none survives the end', async () => {
  const binding = await bindLoopback('127.0.0.1', 0, () => {})
  if (typeof binding === 'string') throw new Error(binding)
  let open = 70
  const closings = Array.from({ length: open }, () => {
    const socket = connect(binding.port, '127.0.0.1').resume()
    socket.on('error', () => {})
    return new Promise<void>((resolve) => {
      socket.once('close', () => {
        open -= 1
        resolve()
      })
    })
  })
  await expect.poll(() => open, { timeout: 30_000 }).toBe(64)
  await binding.close()
  await Promise.all(closings)
  expect(open).toBe(0)
})
