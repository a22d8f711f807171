// A storage that cannot be read any more while a login is in use.
import { expect, it } from 'vitest'
import { CCProxyError } from '../errors/ccproxy-error.js'
import { MemoryTokenStorage } from '../storage/memory-token-storage.js'
import { credential, hour, key, manage } from './__fixtures__/managed-account.js'

class BrokenStorage extends MemoryTokenStorage {
  problem: CCProxyError | undefined
  reads = 0
  override read(...parameters: Parameters<MemoryTokenStorage['read']>) {
    this.reads += 1
    return this.problem === undefined ? super.read(...parameters) : Promise.reject(this.problem)
  }
}

async function signedIn() {
  const storage = new BrokenStorage()
  const account = manage({ storage })
  await storage.write(key, credential(), { expectedRevision: null })
  await account.manager.acquire(key)
  storage.problem = new CCProxyError('CCPROXY_STORAGE_CORRUPT', 'the file is not JSON')
  account.clock.pass(2001)
  return { ...account, storage }
}

it('serves the living token from memory, says so once, and looks again every two seconds', async () => {
  const { manager, storage, clock, events, sent } = await signedIn()
  const readsBefore = storage.reads
  for (let request = 0; request < 20; request += 1)
    expect((await manager.acquire(key)).reveal()).toBe('fake-access-token-number-1')
  expect(storage.reads - readsBefore).toBe(1)
  clock.pass(2001)
  const { state, lastError } = await manager.snapshot(key)
  expect([state, lastError?.code]).toEqual(['valid', 'CCPROXY_STORAGE_CORRUPT'])
  expect(storage.reads - readsBefore).toBe(2)
  expect(events).toEqual([
    ['oauth.error', expect.objectContaining({ key, flow: 'test', code: 'CCPROXY_STORAGE_CORRUPT' })],
  ])
  expect(sent).toEqual([])
})

it('is forgotten when it can be read again', async () => {
  const { manager, storage, clock } = await signedIn()
  await manager.acquire(key)
  storage.problem = undefined
  clock.pass(2001)
  expect((await manager.snapshot(key)).lastError).toBeUndefined()
})

it('sends nothing when the token has expired, and says what is wrong', async () => {
  const { manager, clock, sent } = await signedIn()
  clock.pass(hour)
  await expect(manager.acquire(key)).rejects.toMatchObject({ code: 'CCPROXY_STORAGE_CORRUPT' })
  expect(sent).toEqual([])
})
