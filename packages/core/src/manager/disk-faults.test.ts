// A refresh on a disk that refuses: nothing is spent that could not be saved, and what was brought is not lost.
import { describe, expect, it } from 'vitest'
import { CCProxyError } from '../errors/ccproxy-error.js'
import type { Credential, NewCredential } from '../storage/credential.js'
import { MemoryTokenStorage } from '../storage/memory-token-storage.js'
import { credential, hour, key, manage } from './__fixtures__/managed-account.js'

class FailingStorage extends MemoryTokenStorage {
  proof: CCProxyError | undefined
  failingWrites = 0

  override ensureWritable(): Promise<void> {
    return this.proof === undefined ? Promise.resolve() : Promise.reject(this.proof)
  }

  override write(
    ...[into, next, options]: [typeof key, NewCredential, { readonly expectedRevision: string | null }]
  ): Promise<Credential> {
    if (this.failingWrites === 0) return super.write(into, next, options)
    this.failingWrites -= 1
    return Promise.reject(new CCProxyError('CCPROXY_STORAGE_FULL', 'no space left'))
  }
}

async function signedInOn(storage: FailingStorage) {
  const account = manage({ storage })
  await storage.write(key, credential(), { expectedRevision: null })
  await account.manager.acquire(key)
  account.clock.pass(hour + 1)
  return account
}

describe('a disk that cannot take the result', () => {
  it.each(['CCPROXY_STORAGE_READ_ONLY', 'CCPROXY_STORAGE_FULL', 'CCPROXY_STORAGE_PERMISSION'] as const)(
    'means that nothing is sent: %s',
    async (code) => {
      const storage = new FailingStorage()
      const { manager, sent, events } = await signedInOn(storage)
      storage.proof = new CCProxyError(code, 'refused')
      await expect(manager.acquire(key)).rejects.toMatchObject({ code })
      expect(sent).toEqual([])
      expect(events.at(-1)).toMatchObject(['oauth.error', { code }])
    },
  )
})

describe('a write that fails after the redeem', () => {
  it('serves the new token from memory, tells, and saves it when the disk takes it again', async () => {
    const storage = new FailingStorage()
    const { manager, sent, events } = await signedInOn(storage)
    storage.failingWrites = 1
    expect((await manager.acquire(key)).reveal()).toBe('fake-access-token-number-2')
    expect(events.at(-1)).toMatchObject(['oauth.error', { code: 'CCPROXY_STORAGE_FULL' }])
    expect((await manager.snapshot(key)).lastError?.code).toBe('CCPROXY_STORAGE_FULL')
    expect(await storage.read(key)).toMatchObject({ generation: 1 })
    await manager.stop()
    expect(await storage.read(key)).toMatchObject({ generation: 2, refreshToken: 'fake-refresh-2' })
    expect(sent).toHaveLength(1)
  })

  it('is what the next expiry saves and renews; the spent token is never sent again', async () => {
    const storage = new FailingStorage()
    const { manager, sent, clock } = await signedInOn(storage)
    storage.failingWrites = 1
    await manager.acquire(key)
    clock.pass(2 * hour)
    expect((await manager.acquire(key)).reveal()).toBe('fake-access-token-number-3')
    expect(sent).toEqual(['fake-refresh-1', 'fake-refresh-2'])
    expect(await storage.read(key)).toMatchObject({ generation: 3 })
    await manager.stop()
    expect(await storage.read(key)).toMatchObject({ generation: 3 })
  })

  it('keeps everything from being sent while the disk goes on refusing', async () => {
    const storage = new FailingStorage()
    const { manager, sent, clock } = await signedInOn(storage)
    storage.failingWrites = 3
    await manager.acquire(key)
    clock.pass(2 * hour)
    await expect(manager.acquire(key)).rejects.toMatchObject({ code: 'CCPROXY_STORAGE_FULL' })
    expect(sent).toEqual(['fake-refresh-1'])
    storage.failingWrites = 0
    await manager.stop()
    expect(await storage.read(key)).toMatchObject({ generation: 2 })
  })
})
