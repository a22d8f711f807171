import { describe, expect, it } from 'vitest'
import { CCProxyError } from '../errors/ccproxy-error.js'
import type { NewOAuthCredential } from '../storage/credential.js'
import { MemoryTokenStorage } from '../storage/memory-token-storage.js'
import { credential, hour, key, rotated, start } from './__fixtures__/managed-account.js'
import type { RenewalTask } from './renewal-task.js'
import { saveRotated } from './save-rotated.js'

const ticket = { first: 'ticket-of-the-spent-token', id: 'ticket-of-the-spent-token' }

async function startTask() {
  const storage = new MemoryTokenStorage()
  const known = await storage.write(key, credential(), { expectedRevision: null })
  if (known.kind !== 'oauth') throw new Error('not an OAuth credential')
  const revoked: NewOAuthCredential[] = []
  const task: RenewalTask = {
    key,
    storage,
    known,
    unsaved: undefined,
    renewLink: () => Promise.reject(new Error('not asked')),
    redeem: () => Promise.reject(new Error('not asked')),
    revoke: async (late) => void revoked.push(late),
    assertBound: () => {},
    isLiving: () => false,
    now: () => start,
  }
  return { storage, known, revoked, task, next: rotated(known, start + hour) }
}

describe('what a redeem brought', () => {
  it('is saved over an older rotation that somebody wrote meanwhile, though its clock was set back', async () => {
    const { storage, known, task, next } = await startTask()
    const { revision } = await storage.write(key, known, { expectedRevision: known.revision })
    const saved = await saveRotated(task, { ...next, obtainedAt: start - hour }, known.revision, ticket)
    expect(saved.source).toBe('network')
    expect(saved.credential.revision).not.toBe(revision)
    expect(await storage.read(key)).toMatchObject({ generation: 2 })
  })

  it('gives way to a newer rotation of the same grant', async () => {
    const { storage, known, task, next, revoked } = await startTask()
    await storage.write(key, { ...next, generation: 3 }, { expectedRevision: known.revision })
    expect(await saveRotated(task, next, known.revision, ticket)).toMatchObject({
      source: 'other-process',
      credential: { generation: 3 },
    })
    expect(revoked).toEqual([])
  })

  it('gives way to a new sign-in, and is revoked', async () => {
    const { storage, known, task, next, revoked } = await startTask()
    await storage.write(key, credential({ grantId: 'grant-2' }), { expectedRevision: known.revision })
    expect(await saveRotated(task, next, known.revision, ticket)).toMatchObject({ credential: { grantId: 'grant-2' } })
    expect(revoked).toEqual([next])
  })

  it('does not resurrect a login that was signed out: it is revoked', async () => {
    const { storage, known, task, next, revoked } = await startTask()
    await storage.remove(key, { expectedRevision: known.revision })
    await expect(saveRotated(task, next, known.revision, ticket)).rejects.toMatchObject({
      code: 'CCPROXY_CREDENTIAL_ABSENT',
    })
    expect(revoked).toEqual([next])
    expect(await storage.read(key)).toBeUndefined()
  })
})

describe('a disk that fails half-way', () => {
  class HalfWay extends MemoryTokenStorage {
    failing: 'write' | 'read' | undefined = 'write'
    override async write(...parameters: Parameters<MemoryTokenStorage['write']>) {
      const written = await super.write(...parameters)
      if (this.failing === 'write')
        throw new CCProxyError('CCPROXY_STORAGE_FAILED', 'the directory could not be synced')
      return written
    }
    override read(...parameters: Parameters<MemoryTokenStorage['read']>) {
      if (this.failing === 'read') return Promise.reject(new CCProxyError('CCPROXY_STORAGE_FAILED', 'not read'))
      return super.read(...parameters)
    }
  }

  it('has saved what it said it had not: the ticket is ended at the next try, nothing is written twice', async () => {
    const { known, task, next } = await startTask()
    const storage = new HalfWay()
    storage.failing = undefined
    const { revision } = await storage.write(key, known, { expectedRevision: null })
    storage.failing = 'write'
    await storage.tickets.take(ticket.id)
    const first = await saveRotated({ ...task, storage }, next, revision, ticket)
    expect(first.unsaved?.cause).toMatchObject({ code: 'CCPROXY_STORAGE_FAILED' })
    storage.failing = undefined
    const saved = await storage.read(key)
    expect(await saveRotated({ ...task, storage }, next, revision, ticket)).toEqual({
      credential: saved,
      source: 'network',
    })
    expect(await storage.tickets.take(ticket.id)).toMatchObject({ outcome: 'redeemed' })
  })

  it('does not cost the new token when the conflict cannot be looked at', async () => {
    const { known, task, next } = await startTask()
    const storage = new HalfWay()
    storage.failing = 'read'
    await storage.write(key, known, { expectedRevision: null })
    const saved = await saveRotated({ ...task, storage }, next, 'another', ticket)
    expect(saved).toMatchObject({ credential: { generation: 2 }, unsaved: { next, expectedRevision: 'another' } })
  })
})
