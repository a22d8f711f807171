// A stream of two hours, by a clock that a test can turn: nothing of ours ends what is alive. In a process of its own,
// since timers of undici that were made before would keep real time.
import type { ServerResponse } from 'node:http'
import { connect, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { endApp, send, startApp, startUpstream } from './__fixtures__/start-app.js'

const question = JSON.stringify({
  model: 'm',
  max_tokens: 9,
  stream: true,
  messages: [{ role: 'user', content: 'Hi' }],
})
const requestLine = 'POST /claude/v1/messages'
const json = 'content-type: application/json'

beforeAll(async () => {
  // What translates is loaded when it is needed, which takes real time. Nobody is asked.
  const { port } = await startApp({ dialects: ['openai-chat'] })
  await send(port, `${requestLine}/count_tokens`, ['HOST', json], question)
  // Once: undici keeps one timer for all of its own.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
})

afterAll(async () => {
  vi.useRealTimers()
  await endApp()
})

/** Lets sockets work, for which no clock must turn. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve))
}

function openStream(port: number): {
  readonly socket: Socket
  readonly received: () => string
  readonly isClosed: () => boolean
} {
  const socket = connect(port, '127.0.0.1')
  let received = ''
  let isClosed = false
  socket
    .on('data', (chunk) => {
      received += chunk.toString()
    })
    .on('close', () => {
      isClosed = true
    })
  const head = [`${requestLine} HTTP/1.1`, `Host: 127.0.0.1:${port}`, json, `content-length: ${question.length}`]
  socket.write(`${head.join('\r\n')}\r\n\r\n${question}`)
  return { socket, received: () => received, isClosed: () => isClosed }
}

const minutes = Array.from({ length: 60 }, (_, index) => `minute ${index * 2}.`)

test.each([
  ['passes', 'anthropic-messages', (text: string) => `event: note\ndata: {"note":"${text}"}\n\n`],
  [
    'is translated',
    'openai-chat',
    (text: string) => `data: {"choices":[{"index":0,"delta":{"content":"${text}"}}]}\n\n`,
  ],
] as const)(
  'a stream that %s lives for two hours, with an event every two minutes',
  async (_name, dialect, eventOf) => {
    const streams: ServerResponse[] = []
    const baseUrl = await startUpstream((_incoming, outgoing) => {
      streams.push(outgoing.writeHead(200, { 'content-type': 'text/event-stream' }))
      outgoing.flushHeaders()
    })
    const { port } = await startApp({ baseUrl, dialects: [dialect], idleTimeout: 300 })
    const { socket, received, isClosed } = openStream(port)
    await until(() => received().includes('text/event-stream'))
    for (const minute of minutes) {
      streams[0]?.write(eventOf(minute))
      await until(() => isClosed() || received().includes(minute))
      vi.advanceTimersByTime(120_000)
    }
    // Eight signs of life in two minutes, of which the last may be late.
    await until(() => isClosed() || received().split('event: ping').length > minutes.length * 7)
    expect([isClosed(), received().includes('event: error')]).toEqual([false, false])

    vi.advanceTimersByTime(310_000)
    await until(() => received().includes('event: error'))
    socket.destroy()
  },
)
