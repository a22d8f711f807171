import { join } from 'node:path'
import { JsonTokenStorage, MemoryTokenStorage, silentLogger, systemClock } from '@ccproxy/core'
import { createTemporaryDirectory } from '../../environment/create-temporary-directory.js'
import { createFaultyStorage } from '../../faults/create-faulty-storage.js'
import { describeTokenStorage } from './describe-token-storage.js'
import type { StorageUnderTest } from './storage-under-test.js'

async function jsonStorage(): Promise<Required<StorageUnderTest>> {
  const root = await createTemporaryDirectory()
  const context = {
    directory: join(root.path, 'config'),
    stateDirectory: join(root.path, 'state'),
    logger: silentLogger,
    clock: systemClock,
  }
  return { storage: new JsonTokenStorage(context), peer: new JsonTokenStorage(context), close: () => root.remove() }
}

describeTokenStorage('JsonTokenStorage', jsonStorage)
describeTokenStorage('MemoryTokenStorage', () => ({ storage: new MemoryTokenStorage() }))
describeTokenStorage('a faulty storage without a fault', async () => {
  const { storage, peer, close } = await jsonStorage()
  return { storage: createFaultyStorage(storage), peer: createFaultyStorage(peer), close }
})
