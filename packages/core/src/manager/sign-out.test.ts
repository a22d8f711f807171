import { describe, expect, it } from 'vitest'
import { MemoryTokenStorage } from '../storage/memory-token-storage.js'
import { credential, key, rotated, start } from './__fixtures__/managed-account.js'
import { signOut } from './sign-out.js'

const refused = async (): Promise<'failed'> => 'failed'

describe('sign-out', () => {
  it('revokes the newest token, also one that is not saved yet, and removes the login', async () => {
    const storage = new MemoryTokenStorage()
    const stored = await storage.write(key, credential(), { expectedRevision: null })
    if (stored.kind !== 'oauth') throw new Error('not an OAuth credential')
    const unsaved = rotated(stored, start)
    const revoked: unknown[] = []
    const revoke = async (one: unknown): Promise<'revoked'> => {
      revoked.push(one)
      return 'revoked'
    }
    expect(await signOut({ key, storage, unsaved, revoke })).toEqual({ removed: true, revocation: 'revoked' })
    expect(revoked).toEqual([unsaved])
    expect(await storage.list()).toEqual([])
  })

  it('removes also when the provider refuses to revoke', async () => {
    const storage = new MemoryTokenStorage()
    await storage.write(key, credential(), { expectedRevision: null })
    expect(await signOut({ key, storage, unsaved: undefined, revoke: refused })).toEqual({
      removed: true,
      revocation: 'failed',
    })
    expect(await storage.list()).toEqual([])
  })
})
