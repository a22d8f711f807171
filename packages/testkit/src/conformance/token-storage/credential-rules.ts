// What is written, compared, removed and listed.
import { expect, it } from 'vitest'
import { absent, apiKey, key, oauth, samples } from './samples.js'
import type { StorageUnderTest } from './storage-under-test.js'

const conflict = { code: 'CCPROXY_STORAGE_CONFLICT' }
const other = { provider: 'acme', account: 'work' }

export function credentialRules(made: () => StorageUnderTest): void {
  it('knows nothing at first', async () => {
    const { storage } = made()
    expect(await storage.read(key)).toBeUndefined()
    expect(await storage.list()).toEqual([])
  })

  it.each(samples)('gives back what it was given: %s', async (_name, credential) => {
    const { storage, peer = storage } = made()
    const written = await storage.write(key, credential, absent)
    expect(written).toEqual({ ...credential, revision: written.revision })
    expect(await storage.read(key)).toEqual(written)
    expect(await peer.read(key)).toEqual(written)
  })

  it('gives every write a revision of its own, also of the same content', async () => {
    const { storage } = made()
    const first = await storage.write(key, apiKey, absent)
    const second = await storage.write(key, apiKey, { expectedRevision: first.revision })
    expect(second.revision).not.toBe(first.revision)
    expect(first.revision).not.toBe('')
  })

  it('refuses to write where something is and nothing should be', async () => {
    const { storage, peer = storage } = made()
    const first = await storage.write(key, apiKey, absent)
    await expect(peer.write(key, oauth, absent)).rejects.toMatchObject(conflict)
    expect(await storage.read(key)).toEqual(first)
  })

  it('refuses to write where nothing is and something should be', async () => {
    const { storage } = made()
    await expect(storage.write(key, apiKey, { expectedRevision: 'r' })).rejects.toMatchObject(conflict)
    expect(await storage.read(key)).toBeUndefined()
  })

  it('refuses to write over, or to remove, what was changed meanwhile', async () => {
    const { storage, peer = storage } = made()
    const first = { expectedRevision: (await storage.write(key, apiKey, absent)).revision }
    const second = await peer.write(key, oauth, first)
    await expect(storage.write(key, apiKey, first)).rejects.toMatchObject(conflict)
    await expect(storage.remove(key, first)).rejects.toMatchObject(conflict)
    expect(await storage.read(key)).toEqual(second)
  })

  it('removes, says whether there was anything, and does not resurrect', async () => {
    const { storage, peer = storage } = made()
    const current = { expectedRevision: (await storage.write(key, apiKey, absent)).revision }
    expect(await storage.remove(key, current)).toBe(true)
    expect(await peer.read(key)).toBeUndefined()
    expect(await storage.remove(key, current)).toBe(false)
    await expect(storage.write(key, apiKey, current)).rejects.toMatchObject(conflict)
    await storage.write(key, apiKey, absent)
  })

  it('keeps accounts apart, and lists them', async () => {
    const { storage, peer = storage } = made()
    const elsewhere = { provider: 'acme-2', account: 'default' }
    const { revision } = await storage.write(key, apiKey, absent)
    await storage.write(other, oauth, absent)
    await storage.write(elsewhere, apiKey, absent)
    const listed = await peer.list()
    expect(listed).toHaveLength(3)
    expect(listed).toEqual(expect.arrayContaining([key, other, elsewhere]))
    await storage.remove(key, { expectedRevision: revision })
    expect(await peer.list()).toHaveLength(2)
    expect(await peer.list({ provider: elsewhere.provider })).toContainEqual(elsewhere)
    expect(await storage.read(other)).toMatchObject(oauth)
  })

  it.each(['../x', 'UPPER', '', 'a/b', 'a@b', '-x', 'a\0b', 'x'.repeat(65)])(
    'refuses an account called %j, whatever is asked of it',
    async (account) => {
      const { storage } = made()
      const bad = { provider: 'acme', account }
      const refused = { code: 'CCPROXY_CREDENTIAL_ACCOUNT_NAME' }
      await expect(storage.read(bad)).rejects.toMatchObject(refused)
      await expect(storage.write(bad, apiKey, absent)).rejects.toMatchObject(refused)
      await expect(storage.remove(bad, { expectedRevision: 'r' })).rejects.toMatchObject(refused)
      await expect(storage.ensureWritable(bad, { rotating: true })).rejects.toMatchObject(refused)
      const locked = storage.withLock(bad, async () => 'inside', { timeoutMs: 100 })
      await expect(locked).rejects.toMatchObject(refused)
    },
  )

  it.each([true, false])('shows that a write would be saved, and changes nothing (rotating: %s)', async (rotating) => {
    const { storage } = made()
    await storage.ensureWritable(key, { rotating })
    expect(await storage.read(key)).toBeUndefined()
    expect(await storage.list()).toEqual([])
    const written = await storage.write(key, oauth, absent)
    await storage.ensureWritable(key, { rotating })
    expect(await storage.read(key)).toEqual(written)
  })

  it('says where a credential is, without saying what it is', async () => {
    const { storage } = made()
    await storage.write(key, oauth, absent)
    expect(storage.describe(key)).toMatch(/./)
    expect(storage.describe(key)).not.toContain('fake-')
  })
}
