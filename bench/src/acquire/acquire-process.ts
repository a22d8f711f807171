// Asks the token manager of a plugin for a fresh token, stored in a file, a million times. `node --expose-gc`; the folder
// of the login is the first argument.
import {
  createHookBus,
  defineProviderPlugin,
  JsonTokenStorage,
  providerSettings,
  silentLogger,
  systemClock,
} from '@ccproxy/core'
import { median } from '../judge/median.ts'
import type { AcquireFigures } from './acquire-subject.ts'

const calls = 1_000_000
const batches = 100
const warmUpCalls = 200_000
const hourMs = 3_600_000
const directory = process.argv[2] ?? ''
const origin = 'https://provider.example'
const key = { provider: 'bench', account: 'default' }

const services = {
  packageName: 'ccproxy-plugin-bench',
  directory,
  stateDirectory: directory,
  installationId: 'bench',
  environment: {},
  logger: silentLogger,
  clock: systemClock,
  hooks: createHookBus(silentLogger),
  fetch: globalThis.fetch,
}
const storage = new JsonTokenStorage(services)

const factory = defineProviderPlugin({
  name: key.provider,
  displayName: 'Bench',
  config: providerSettings({
    baseUrl: origin,
    oauth: { clientId: 'bench', authorizeUrl: `${origin}/authorize`, tokenUrl: `${origin}/token`, scopes: [] },
  }),
  flows: ({ oauth }) => [
    {
      kind: 'authorization-code',
      id: 'browser',
      label: 'Bench',
      pkce: 'S256',
      redirect: { kind: 'loopback' },
      clientId: oauth.clientId,
      authorizeUrl: oauth.authorizeUrl,
      scopes: oauth.scopes,
      token: { url: oauth.tokenUrl },
    },
  ],
  adapter: () => ({ dialects: ['openai-chat'], prepare: () => ({ headers: {} }) }),
})

const now = Date.now()
const known = await storage.read(key)
await storage.write(
  key,
  {
    kind: 'oauth',
    flow: 'browser',
    accessToken: 'fake-access-token',
    refreshToken: 'fake-refresh-token',
    tokenType: 'Bearer',
    expiresAt: now + hourMs,
    obtainedAt: now,
    scopes: [],
    grantId: 'grant',
    generation: 1,
    extra: {},
    boundTo: { tokenOrigin: origin, apiOrigin: origin },
  },
  { expectedRevision: known?.revision ?? null },
)
const { manager } = await factory.create({}, { ...services, storage })

const acquire = async (count: number): Promise<void> => {
  for (let call = 0; call < count; call += 1) await manager.acquire(key)
}
const peek = (count: number): void => {
  for (let call = 0; call < count; call += 1) if (manager.peek(key) === undefined) throw new Error('it is not fresh')
}
/** Of the batch in the middle: what else the machine does falls into some of them. */
async function timePerCall(call: (count: number) => Promise<void> | void): Promise<number> {
  const times: number[] = []
  for (let batch = 0; batch < batches; batch += 1) {
    const began = performance.now()
    await call(calls / batches)
    times.push(performance.now() - began)
  }
  return (median(times) * 1000 * batches) / calls
}
const heapBytes = (): number => {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}

await acquire(warmUpCalls)
peek(warmUpCalls)
const heapBefore = heapBytes()
const acquireMicroseconds = await timePerCall(acquire)
const peekMicroseconds = await timePerCall(peek)
const figures: AcquireFigures = {
  acquireMicroseconds,
  peekMicroseconds,
  heapGrowthBytes: heapBytes() - heapBefore,
}
await manager.stop()
process.send?.(figures)
process.disconnect()
