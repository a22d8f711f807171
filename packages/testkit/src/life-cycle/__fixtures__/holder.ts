// Takes the lock of a login and keeps it until it is told or killed. Says so when it has it.
import { once } from 'node:events'
import { JsonTokenStorage, silentLogger, systemClock } from '@ccproxy/core'
import { key } from './provider.ts'

const [directory = '', stateDirectory = ''] = process.argv.slice(2)
const storage = new JsonTokenStorage({ directory, stateDirectory, logger: silentLogger, clock: systemClock })

await storage.withLock(
  key,
  async () => {
    process.send?.('held')
    // Listening to the parent keeps the process alive.
    await once(process, 'message')
  },
  { timeoutMs: 5000 },
)
