// How one process learns of what another did.
import { setTimeout as sleep } from 'node:timers/promises'
import type { CredentialKey, TokenStorage } from '@ccproxy/core'
import { expect, it } from 'vitest'
import { absent, apiKey, key } from './samples.js'
import type { StorageUnderTest } from './storage-under-test.js'

const longestMs = 2000

/** @returns how long it took until a change of `key` was told; of a storage that cannot tell: 0 */
async function toldAfter(storage: TokenStorage, change: () => Promise<unknown>): Promise<number> {
  const told = Promise.withResolvers<undefined>()
  const stop = storage.watch?.(({ provider, account }: CredentialKey) => {
    if (provider === key.provider && account === key.account) told.resolve(undefined)
  })
  // The first look of a watch is what it compares with.
  await sleep(stop === undefined ? 0 : 150)
  const startedAt = performance.now()
  await change()
  if (stop === undefined) return 0
  await Promise.race([told.promise, sleep(2 * longestMs)])
  stop()
  return performance.now() - startedAt
}

export function changeRules(made: () => StorageUnderTest): void {
  it('are told within two seconds, or read by whoever polls', async () => {
    const { storage, peer = storage } = made()
    const write = () => peer.write(key, apiKey, absent)
    expect(await toldAfter(storage, write)).toBeLessThan(longestMs)
    const written = await storage.read(key)
    expect(written).toMatchObject(apiKey)

    const remove = () => peer.remove(key, { expectedRevision: written?.revision ?? '' })
    expect(await toldAfter(storage, remove)).toBeLessThan(longestMs)
    expect(await storage.read(key)).toBeUndefined()
  })

  it('are not told any more to whoever stopped watching', async () => {
    const { storage, peer = storage } = made()
    let told = 0
    const stop = storage.watch?.(() => (told += 1))
    stop?.()
    await peer.write(key, apiKey, absent)
    await sleep(stop === undefined ? 0 : 1200)
    expect(told).toBe(0)
  })
}
