// A disk that refuses at any step of a refresh: nothing is spent that could not be saved, nothing that was brought is lost.
import { CCProxyError, MemoryTokenStorage } from '@ccproxy/core'
import { describe, expect, it } from 'vitest'
import { hour, key, startManagedLogin, storedGeneration } from './__fixtures__/managed-login.js'
import { createFaultyStorage } from './create-faulty-storage.js'

const noticedWithin = { timeout: 5000 }

describe('a disk that refuses', () => {
  it.each(['CCPROXY_STORAGE_READ_ONLY', 'CCPROXY_STORAGE_FULL', 'CCPROXY_STORAGE_PERMISSION'] as const)(
    'the proof (%s): nothing is sent, and the living token serves',
    async (code) => {
      const error = new CCProxyError(code, 'could not write /fake/credentials')
      const storage = createFaultyStorage(new MemoryTokenStorage(), [
        { operation: 'ensure-writable', occurrence: 'every', error },
      ])
      await using login = await startManagedLogin({ storage })
      const { manager, endpoint, clock, events } = login
      clock.advance(hour - 10_000)
      expect((await manager.acquire(key)).reveal()).toBe('fake-access-token-1')
      await expect.poll(() => events).toMatchObject([['oauth.error', { code, hint: error.hint }]])
      clock.advance(20_000)
      await expect(manager.acquire(key)).rejects.toBe(error)
      const { state, lastError } = await manager.snapshot(key)
      expect([state, lastError?.code]).toEqual(['expired', code])
      expect(endpoint.requests).toEqual([])
      expect(await storedGeneration(login)).toBe(1)
      expect(storage.calls).not.toContain('take')
    },
  )

  it.each(['EBUSY', 'EPERM', 'ESTALE', 'EIO'])(
    'the rename (%s) after the redeem: the new token serves from memory, is told, and is saved later',
    async (errno) => {
      const error = new CCProxyError('CCPROXY_STORAGE_FAILED', `could not write /fake/credentials (${errno})`)
      const storage = createFaultyStorage(new MemoryTokenStorage())
      await using login = await startManagedLogin({ storage })
      const { manager, endpoint, clock, events } = login
      clock.advance(hour + 1)
      storage.script({ operation: 'write', error })
      expect((await manager.acquire(key)).reveal()).toBe('fake-access-token-2')
      expect(events.at(-1)).toMatchObject(['oauth.error', { code: error.code, message: error.message }])
      expect((await manager.snapshot(key)).lastError?.code).toBe(error.code)
      expect(await storedGeneration(login)).toBe(1)
      await expect.poll(() => storedGeneration(login), noticedWithin).toBe(2)
      expect((await manager.snapshot(key)).lastError).toBeUndefined()
      expect([endpoint.requests.length, endpoint.family.replays]).toEqual([1, 0])
    },
  )

  it.each([
    ['the sync of the directory, after the rename', { operation: 'write', moment: 'after' }],
    ['the end of the ticket', { operation: 'settle' }],
  ] as const)('%s: nothing is lost, and the ticket ends as redeemed', async (_fault, fault) => {
    const error = new CCProxyError('CCPROXY_STORAGE_FAILED', 'could not write (EIO)')
    const storage = createFaultyStorage(new MemoryTokenStorage())
    await using login = await startManagedLogin({ storage })
    const { manager, endpoint, clock } = login
    clock.advance(hour + 1)
    storage.script({ ...fault, error })
    expect((await manager.acquire(key)).reveal()).toBe('fake-access-token-2')
    expect(await storedGeneration(login)).toBe(2)
    await expect.poll(async () => (await manager.snapshot(key)).lastError, noticedWithin).toBeUndefined()
    expect(storage.calls.at(-1)).toBe('settle')
    clock.advance(hour + 1)
    expect((await manager.acquire(key)).reveal()).toBe('fake-access-token-3')
    expect([endpoint.requests.length, endpoint.family.replays]).toEqual([2, 0])
  })

  it.each(['take', 'lock', 'read'] as const)('%s: nothing is sent, and it passes', async (operation) => {
    const error = new CCProxyError('CCPROXY_STORAGE_FAILED', 'the disk said no (EIO)')
    const storage = createFaultyStorage(new MemoryTokenStorage())
    await using login = await startManagedLogin({ storage })
    const { manager, endpoint, clock, events } = login
    clock.advance(hour + 1)
    storage.script({ operation, occurrence: operation === 'read' ? 2 : 1, error })
    await expect(manager.acquire(key)).rejects.toBe(error)
    expect(events).toMatchObject([['oauth.error', { code: error.code }]])
    expect(endpoint.requests).toEqual([])
    clock.advance(60_000)
    expect((await manager.acquire(key)).state).toBe('valid')
    expect(endpoint.requests).toHaveLength(1)
  })

  it('the word that a sign-in is needed: whoever asked is told all the same', async () => {
    const error = new CCProxyError('CCPROXY_STORAGE_FULL', 'no space left')
    const storage = createFaultyStorage(new MemoryTokenStorage())
    await using login = await startManagedLogin({ storage })
    login.endpoint.script({ kind: 'error', error: 'invalid_grant' })
    login.clock.advance(hour + 1)
    storage.script({ operation: 'write', error })
    await expect(login.manager.acquire(key)).rejects.toMatchObject({
      code: 'CCPROXY_CREDENTIAL_NEEDS_LOGIN',
      cause: error,
    })
  })
})
