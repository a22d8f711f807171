// Who is inside, who waits, and for how long.
import { setTimeout as sleep } from 'node:timers/promises'
import type { TokenStorage } from '@ccproxy/core'
import { expect, it } from 'vitest'
import { createPause, type Pause } from '../../faults/pause.js'
import { absent, apiKey, key } from './samples.js'
import type { StorageUnderTest } from './storage-under-test.js'

const patient = { timeoutMs: 20_000 }
const callers = 40

async function hold(storage: TokenStorage): Promise<Pause & { readonly left: Promise<unknown> }> {
  const inside = createPause()
  const left = storage.withLock(key, () => inside.wait(), patient)
  await inside.reached
  return { ...inside, left }
}

async function countUp(storage: TokenStorage): Promise<void> {
  await storage.withLock(
    key,
    async () => {
      const current = await storage.read(key)
      const count = Number(current?.extra['count'] ?? 0) + 1
      const next = { ...apiKey, extra: { count: String(count) } }
      await storage.write(key, next, { expectedRevision: current?.revision ?? null })
    },
    patient,
  )
}

export function lockRules(made: () => StorageUnderTest): void {
  it(`lets one of ${callers} callers in at a time`, async () => {
    const { storage, peer = storage } = made()
    let inside = 0
    let most = 0
    const section = async (): Promise<void> => {
      inside += 1
      most = Math.max(most, inside)
      await sleep(1)
      inside -= 1
    }
    const one = (index: number) => (index % 2 === 0 ? storage : peer).withLock(key, section, patient)
    await Promise.all(Array.from({ length: callers }, (_, index) => one(index)))
    expect(most).toBe(1)
  })

  it('gives back what the task gives, under a lease that is held', async () => {
    const { storage } = made()
    const result = await storage.withLock(
      key,
      async (lease) => {
        lease.assertHeld()
        return [lease.signal.aborted]
      },
      patient,
    )
    expect(result).toEqual([false])
  })

  it('does not make one account wait for another', async () => {
    const { storage } = made()
    const held = await hold(storage)
    const other = { provider: 'acme', account: 'work' }
    expect(await storage.withLock(other, async () => 'inside', { timeoutMs: 1000 })).toBe('inside')
    held.release()
    await held.left
  })

  it('gives up at the time limit, and names no task that it ran', async () => {
    const { storage, peer = storage } = made()
    const held = await hold(storage)
    let ran = false
    const waiting = peer.withLock(key, async () => (ran = true), { timeoutMs: 50 })
    await expect(waiting).rejects.toMatchObject({ code: 'CCPROXY_STORAGE_LOCK_TIMEOUT' })
    held.release()
    await held.left
    expect(ran).toBe(false)
  })

  it('gives up at an abort, before and while it waits', async () => {
    const { storage, peer = storage } = made()
    const held = await hold(storage)
    const leaving = new AbortController()
    const waiting = peer.withLock(key, async () => 'inside', { ...patient, signal: leaving.signal })
    setTimeout(() => leaving.abort(), 20)
    await expect(waiting).rejects.toThrow(/abort/i)
    held.release()
    await held.left
    await expect(peer.withLock(key, async () => 'inside', { ...patient, signal: leaving.signal })).rejects.toThrow(
      /abort/i,
    )
    expect(await peer.withLock(key, async () => 'inside', patient)).toBe('inside')
  })

  it('is free after a task that threw, whose error comes through', async () => {
    const { storage, peer = storage } = made()
    const failure = new Error('the task failed')
    await expect(storage.withLock(key, () => Promise.reject(failure), patient)).rejects.toBe(failure)
    expect(await peer.withLock(key, async () => 'inside', { timeoutMs: 1000 })).toBe('inside')
  })

  it('loses no swap of many that count up, while others read, list and take tickets', async () => {
    const { storage, peer = storage } = made()
    await storage.write(key, { ...apiKey, extra: { count: '0' } }, absent)
    const load = Array.from({ length: callers }, async (_, index) => {
      const mine = index % 2 === 0 ? storage : peer
      await countUp(mine)
      await mine.tickets.take(`ticket-${index % 5}`)
      expect(await mine.list()).toEqual([key])
      expect(Number((await mine.read(key))?.extra['count'])).toBeGreaterThan(0)
    })
    await Promise.all(load)
    expect((await peer.read(key))?.extra).toEqual({ count: String(callers) })
  })
}
