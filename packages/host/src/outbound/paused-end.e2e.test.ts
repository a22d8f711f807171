// Providers that close the connection while whoever reads their answer has paused. Not among the unit tests: what goes wrong
// here ends the process.
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import type { Dispatcher } from 'undici'
import { afterEach, expect, test } from 'vitest'
import { createOutbound } from './create-outbound.js'

const cleanups: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
})

interface Reading {
  /** Resolves at the first pause. */
  readonly paused: Promise<void>
  readonly resume: () => void
  /** What was read, and how it ended. */
  readonly over: Promise<readonly [body: string, end: 'complete' | 'failed']>
}

/** A request whose answer is read piece by piece, with a pause after each. */
async function read(onRequest: (socket: Socket) => void): Promise<Reading> {
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => onRequest(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const outbound = createOutbound({ connectTimeout: 2, responseTimeout: 5, idleTimeout: 5 }, {})
  cleanups.push(
    async () => new Promise((resolve) => server.close(resolve)),
    async () => outbound.close(),
  )
  const paused = Promise.withResolvers<void>()
  const over = Promise.withResolvers<readonly [string, 'complete' | 'failed']>()
  let body = ''
  let controller: Dispatcher.DispatchController | undefined
  outbound.dispatcher.dispatch(
    {
      origin: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
      path: '/',
      method: 'GET',
    },
    {
      onRequestStart: (started) => {
        controller = started
      },
      onResponseStart: () => {},
      onResponseData: (reading, chunk) => {
        // To go on reading at the end of a connection is to read nothing.
        if (chunk.length === 0) return
        body += chunk.toString()
        reading.pause()
        paused.resolve()
      },
      onResponseEnd: () => over.resolve([body, 'complete']),
      onResponseError: () => over.resolve([body, 'failed']),
    },
  )
  return { paused: paused.promise, resume: () => controller?.resume(), over: over.promise }
}

const head = 'HTTP/1.1 200 OK\r\nconnection: close\r\n'
const long = 'x'.repeat(30_000)

async function turns(): Promise<void> {
  await new Promise((resolve) => {
    setTimeout(resolve, 60)
  })
}

test.each([
  ['with a length', `${head}content-length: 4\r\n\r\nbody`, 'body'],
  ['in chunks', `${head}transfer-encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n`, 'body'],
  ['that ends with the connection', `${head}\r\nbody`, 'body'],
  ['of HTTP/1.0', `HTTP/1.0 200 OK\r\n\r\nbody`, 'body'],
  ['that is long', `${head}\r\n${long}`, long],
])('an answer %s is whole when its connection ended during a pause', async (_name, bytes, body) => {
  const { paused, resume, over } = await read((socket) => socket.end(bytes))
  await paused
  await turns()
  const going = setInterval(resume, 5)
  expect(await over).toEqual([body, 'complete'])
  clearInterval(going)
})

test.each([
  ['ends', (socket: Socket) => socket.end()],
  ['is reset', (socket: Socket) => socket.resetAndDestroy()],
])('an answer whose connection %s too early during a pause is a failure, and nothing more', async (_name, leave) => {
  let connection: Socket | undefined
  const { paused, resume, over } = await read((socket) => {
    connection = socket
    socket.write(`${head}content-length: 50\r\n\r\nbody`)
  })
  await paused
  if (connection !== undefined) leave(connection)
  await turns()
  const going = setInterval(resume, 5)
  expect(await over).toEqual(['body', 'failed'])
  clearInterval(going)
})
