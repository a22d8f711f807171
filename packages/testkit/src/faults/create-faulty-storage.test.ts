import { CCProxyError, MemoryTokenStorage } from '@ccproxy/core'
import { expect, it } from 'vitest'
import { createFaultyStorage } from './create-faulty-storage.js'
import { createPause } from './pause.js'

const key = { provider: 'acme', account: 'default' }
const absent = { expectedRevision: null }
const apiKey = { kind: 'api-key', flow: 'key', apiKey: 'fake-key', obtainedAt: 0, extra: {} } as const
const full = new CCProxyError('CCPROXY_STORAGE_FULL', 'no space left')

it('fails before an operation, or after it became durable', async () => {
  const inner = new MemoryTokenStorage()
  const storage = createFaultyStorage(inner, [{ operation: 'write', error: full }])
  await expect(storage.write(key, apiKey, absent)).rejects.toBe(full)
  expect(await inner.read(key)).toBeUndefined()
  storage.script({ operation: 'write', moment: 'after', error: full })
  await expect(storage.write(key, apiKey, absent)).rejects.toBe(full)
  expect(await inner.read(key)).toMatchObject(apiKey)
  expect(storage.calls).toEqual(['write', 'write'])
})

it('fails at the occurrence that is named, or at every one', async () => {
  const storage = createFaultyStorage(new MemoryTokenStorage(), [
    { operation: 'take', occurrence: 2, error: full },
    { operation: 'list', occurrence: 'every', error: full },
  ])
  expect(await storage.tickets.take('a')).toBeUndefined()
  await expect(storage.tickets.take('b')).rejects.toBe(full)
  expect(await storage.tickets.take('b')).toBeUndefined()
  await expect(storage.list()).rejects.toBe(full)
  await expect(storage.list()).rejects.toBe(full)
})

it('waits until it is released, while others act', async () => {
  const inner = new MemoryTokenStorage()
  const pause = createPause()
  const meanwhile = () => inner.write(key, apiKey, absent)
  const storage = createFaultyStorage(inner, [{ operation: 'read', pause, meanwhile }])
  const reading = storage.read(key)
  await pause.reached
  expect(await inner.read(key)).toBeUndefined()
  pause.release()
  expect(await reading).toMatchObject(apiKey)
})

it('watches and closes only where the storage inside does', () => {
  expect(createFaultyStorage(new MemoryTokenStorage())).not.toHaveProperty('watch')
})
