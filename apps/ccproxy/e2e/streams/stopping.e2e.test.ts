// The program is told to stop while a stream is open.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { openWorkshop, type Served, type Workshop } from '../support/workshop.js'
import { openStream } from './support/open-stream.js'
import { type StreamProvider, startStreamProvider } from './support/start-stream-provider.js'

let provider: StreamProvider
let workshop: Workshop
let served: Served

beforeEach(async () => {
  provider = await startStreamProvider('data: first\n\n')
  workshop = await openWorkshop()
  served = await workshop.serve({
    environment: {
      PLUGINS__CLAUDE__BASE_URL: provider.origin,
      ANTHROPIC_API_KEY: 'sk-ant-fake-key-of-the-stopping-program',
    },
  })
})

afterEach(async () => {
  await workshop[Symbol.asyncDispose]()
  await provider[Symbol.asyncDispose]()
})

async function openStreamAndStop() {
  const stream = openStream(served.port, '/claude/v1/messages')
  await vi.waitFor(() => expect(stream.received()).toContain('data: first'), { timeout: 5000 })
  served.program.signal('SIGTERM')
  await served.program.printed(/Stopping\. Responses under way have 30 s to end/, { anywhere: true })
  return stream
}

it('the stream goes on to its end, nobody else is served, and the exit code is 0', async () => {
  const stream = await openStreamAndStop()
  await expect(served.ask('/health')).rejects.toThrow('fetch failed')
  for (const open of provider.streams) open.end('data: last\n\n')
  await stream.closed
  expect(stream.received()).toContain('data: last')
  expect(await served.program.ended()).toBe(0)
})

it('a second signal ends the stream at once, with an error event', async () => {
  const stream = await openStreamAndStop()
  served.program.signal('SIGTERM')
  await stream.closed
  expect(stream.received()).toMatch(/data: first\n\n.*event: error\ndata: {"type":"error".*the proxy stopped/s)
  expect(await served.program.ended()).toBe(0)
  expect(provider.streams.size).toBe(0)
})
