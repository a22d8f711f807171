import { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { mendSocket } from './mend-socket.js'

const listener = (): void => {}

test.each(['error', 'end', 'close', 'drain'])('what listens for %s can be taken off again', (event) => {
  const socket = mendSocket(new Socket())
  const before = socket.listenerCount(event)
  socket.on(event, listener).off(event, listener)
  socket.once(event, listener).off(event, listener)
  expect(socket.listenerCount(event)).toBe(before)
  socket.destroy()
})
