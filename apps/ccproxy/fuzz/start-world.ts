// The server under test with a provider of every dialect, all in this process.
import type { ProviderAdapter } from '@ccproxy/core'
import { fakeAdapter, fakeHost } from '../src/app/__fixtures__/start-app.js'
import { startServer } from '../src/app/start-server.js'
import { startProvider } from './provider/start-provider.ts'

export interface World {
  readonly port: number
  /** Ends everything. @throws Error when an exchange or a connection does not end */
  stop(): Promise<void>
}

const forced = fakeAdapter(['openai-responses'])
const others: Readonly<Record<string, ProviderAdapter>> = {
  responses: fakeAdapter(['openai-responses']),
  chat: fakeAdapter(['openai-chat']),
  gemini: fakeAdapter(['gemini']),
  streams: { ...forced, prepare: (input) => ({ ...forced.prepare(input), forceStream: true }) },
}

const limitMs = 20_000

export async function startWorld(seed: number, onLeak: (what: string) => void): Promise<World> {
  const provider = await startProvider(seed, onLeak)
  const host = fakeHost({ baseUrl: provider.baseUrl, others, idleTimeout: 0.5, responseTimeout: 1, keepAliveMs: 15 })
  const server = await startServer({
    host,
    version: '0.0.0',
    allowedOrigins: [],
    hostname: '127.0.0.1',
    port: 0,
    limits: { headersMs: 1000, checkEveryMs: 100 },
  })
  return {
    port: server.port,
    async stop() {
      await inTime(server.close(5000), 'connections')
      await inTime(host.stop(), 'exchanges')
      await provider.stop()
    },
  }
}

async function inTime(task: Promise<void>, what: string): Promise<void> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error(`${what} did not end`)), limitMs)
  await Promise.race([task, late.promise]).finally(() => clearTimeout(timer))
}
