// A thousand streams at once: each begins at once, all of them end well, and they cost little memory.
import { execFileSync } from 'node:child_process'
import { afterEach, expect, test, vi } from 'vitest'
import { openWorkshop, type Served, type Workshop } from '../support/workshop.js'
import { type OpenStream, openStream } from './support/open-stream.js'
import { startStreamProvider } from './support/start-stream-provider.js'

const count = 1000
/** What performance.md promises. */
const memoryBytes = 150 * 1024 * 1024

const events = [
  {
    type: 'message_start',
    message: { id: 'm', type: 'message', role: 'assistant', model: 'm', content: [], usage: {} },
  },
  { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
  { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'first word' } },
]
const lastEvents = [
  { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'last word' } },
  { type: 'content_block_stop', index: 0 },
  { type: 'message_delta', delta: { stop_reason: 'end_turn', stop_sequence: null }, usage: { output_tokens: 2 } },
  { type: 'message_stop' },
]
const eventStream = (list: readonly { readonly type: string }[]): string =>
  list.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join('')

let workshop: Workshop | undefined
afterEach(() => workshop?.[Symbol.asyncDispose]())

const residentBytes = ({ program }: Served): number =>
  Number(execFileSync('ps', ['-o', 'rss=', '-p', String(program.process.pid)]).toString()) * 1024

async function firstWords(streams: readonly OpenStream[]): Promise<void> {
  const patience = { timeout: 30_000, interval: 50 }
  await vi.waitFor(
    () => expect(streams.filter(({ received }) => !received().includes('first word'))).toEqual([]),
    patience,
  )
}

test.each([
  ['pass', '/claude/v1/messages'],
  ['are translated', '/claude/v1/chat/completions'],
])('a thousand streams that %s', async (_name, path) => {
  await using provider = await startStreamProvider(eventStream(events))
  workshop = await openWorkshop()
  const served = await workshop.serve({
    environment: {
      PLUGINS__CLAUDE__BASE_URL: provider.origin,
      ANTHROPIC_API_KEY: 'sk-ant-fake-key-of-the-thousand-streams',
      LOGGING__LEVEL: 'warn',
    },
  })
  const warming = openStream(served.port, path)
  await firstWords([warming])
  warming.leave()
  await vi.waitFor(() => expect(provider.streams.size).toBe(0))

  const idleBytes = residentBytes(served)
  const streams = Array.from({ length: count }, () => openStream(served.port, path))
  await firstWords(streams)
  expect(provider.streams.size).toBe(count)
  const openBytes = residentBytes(served)
  console.info(`${count} open streams: ${Math.round((openBytes - idleBytes) / 1024 / 1024)} MB`)
  expect(openBytes - idleBytes).toBeLessThan(memoryBytes)

  for (const stream of provider.streams) stream.end(eventStream(lastEvents))
  await Promise.all(streams.map(({ closed }) => closed))
  const whole = streams.filter(
    ({ received }) => received().includes('last word') && received().endsWith('\r\n0\r\n\r\n'),
  )
  expect(whole).toHaveLength(count)
  expect(await served.stop()).toBe(0)
})
