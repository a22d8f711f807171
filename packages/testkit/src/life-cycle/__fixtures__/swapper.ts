// Adds one to a counter in a credential, under the lock, as often as it is told.
import { JsonTokenStorage, silentLogger, systemClock } from '@ccproxy/core'
import { key } from './provider.ts'

const [directory = '', stateDirectory = '', times = '0'] = process.argv.slice(2)
const storage = new JsonTokenStorage({ directory, stateDirectory, logger: silentLogger, clock: systemClock })

for (let swap = 0; swap < Number(times); swap += 1)
  await storage.withLock(
    key,
    async () => {
      const current = await storage.read(key)
      const count = Number(current?.extra['count'] ?? 0) + 1
      const next = {
        kind: 'api-key',
        flow: 'key',
        apiKey: 'fake',
        obtainedAt: 0,
        extra: { count: String(count) },
      } as const
      await storage.write(key, next, { expectedRevision: current?.revision ?? null })
    },
    { timeoutMs: 60_000 },
  )
