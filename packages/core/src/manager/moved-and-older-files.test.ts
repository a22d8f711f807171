// Credential files that are moved away, come back older, or cannot be written, while a manager runs. On real files.
import { mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { CCProxyError } from '../errors/ccproxy-error.js'
import { silentLogger } from '../plugin/logger.js'
import type { Credential, CredentialKey, NewCredential } from '../storage/credential.js'
import { JsonTokenStorage } from '../storage/json-token-storage.js'
import { credential, hour, key, manage, rotated, start, TestClock } from './__fixtures__/managed-account.js'

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'ccproxy-moved-'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

/** Its folder takes no file while `isFull`, as a full disk does. */
class FullDisk extends JsonTokenStorage {
  isFull = false

  override async write(
    ...[into, next, options]: [CredentialKey, NewCredential, { readonly expectedRevision: string | null }]
  ): Promise<Credential> {
    if (this.isFull) throw new CCProxyError('CCPROXY_STORAGE_FULL', 'no space left')
    return await super.write(into, next, options)
  }
}

async function signedIn(clock = new TestClock()) {
  const context = { directory: join(root, 'config'), stateDirectory: join(root, 'state'), logger: silentLogger, clock }
  const storage = new FullDisk(context)
  const file = storage.describe(key)
  const asking = Promise.withResolvers<void>()
  const answering = Promise.withResolvers<void>()
  const account = manage({
    storage,
    clock,
    refresh: async (previous) => {
      asking.resolve()
      await answering.promise
      return rotated(previous, clock.now())
    },
  })
  if (!(await isThere(file))) await storage.write(key, credential(), { expectedRevision: null })
  await account.manager.acquire(key)
  return { ...account, storage, file, asked: asking.promise, answer: answering.resolve, context }
}

const isThere = async (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )
const generationIn = async (file: string): Promise<unknown> => JSON.parse(await readFile(file, 'utf8')).generation

describe('a folder of credentials that is moved away and back', () => {
  it('during a refresh is no sign-out: the new token is served, and saved when the folder is back', async () => {
    const { manager, file, clock, asked, answer } = await signedIn()
    clock.pass(hour + 1)
    const renewed = manager.acquire(key)
    await asked
    await rename(dirname(file), join(root, 'away'))
    answer()
    expect((await renewed).reveal()).toBe('fake-access-token-number-2')
    expect((await manager.acquire(key)).reveal()).toBe('fake-access-token-number-2')
    expect(await isThere(dirname(file))).toBe(false)
    await rename(join(root, 'away'), dirname(file))
    await vi.waitFor(async () => expect(await generationIn(file)).toBe(2), { timeout: 5000 })
    await manager.stop()
  })

  it('leaves the living token in use and sends nothing while it is away', async () => {
    const { manager, sent, file, clock, answer } = await signedIn()
    answer()
    await rename(join(root, 'config'), join(root, 'away'))
    expect((await manager.acquire(key)).reveal()).toBe('fake-access-token-number-1')
    clock.pass(hour + 1)
    await expect(manager.acquire(key)).rejects.toMatchObject({ code: 'CCPROXY_STORAGE_FAILED' })
    expect(sent).toEqual([])
    expect(await isThere(join(root, 'config'))).toBe(false)
    await rename(join(root, 'away'), join(root, 'config'))
    clock.pass(10_000)
    expect((await manager.acquire(key)).reveal()).toBe('fake-access-token-number-2')
    expect(await generationIn(file)).toBe(2)
    await manager.stop()
  })

  it('whose file alone is gone was signed out', async () => {
    const { manager, file, clock } = await signedIn()
    await rm(file)
    clock.pass(hour + 1)
    await expect(manager.refresh(key)).rejects.toMatchObject({ code: 'CCPROXY_CREDENTIAL_ABSENT' })
    await manager.stop()
  })
})

describe('an older copy of the file', () => {
  it('that comes back does not replace the newer login, which is written again', async () => {
    const { manager, file, clock, answer } = await signedIn()
    const older = await readFile(file, 'utf8')
    answer()
    clock.pass(hour + 1)
    await manager.acquire(key)
    expect(await generationIn(file)).toBe(2)
    await writeFile(`${file}.synchronised`, older, { mode: 0o600 })
    await rename(`${file}.synchronised`, file)
    await vi.waitFor(
      async () => {
        expect((await manager.snapshot(key)).reveal()).toBe('fake-access-token-number-2')
        expect(await generationIn(file)).toBe(2)
      },
      { timeout: 10_000 },
    )
    await manager.stop()
  })

  it('that is there at the next refresh is not sent again', async () => {
    const { manager, sent, file, clock, answer } = await signedIn()
    const older = await readFile(file, 'utf8')
    answer()
    clock.pass(hour + 1)
    await manager.acquire(key)
    await writeFile(file, older, { mode: 0o600 })
    expect((await manager.refresh(key)).reveal()).toBe('fake-access-token-number-3')
    expect(sent).toEqual(['fake-refresh-1', 'fake-refresh-2'])
    await manager.stop()
  })
})

describe('a rotation that its folder does not take', () => {
  it('is kept in the state directory for its owner alone, and the next start goes on with it', async () => {
    const { manager, storage, clock, file, answer } = await signedIn()
    answer()
    storage.isFull = true
    clock.pass(hour + 1)
    await manager.acquire(key)
    await manager.stop()
    expect(await generationIn(file)).toBe(1)
    const aside = join(root, 'state', 'unsaved', 'acme', 'default.json')
    expect((await stat(aside)).mode & 0o777).toBe(0o600)

    const heir = await signedIn(clock)
    heir.answer()
    expect((await heir.manager.acquire(key)).reveal()).toBe('fake-access-token-number-2')
    expect((await heir.manager.refresh(key)).reveal()).toBe('fake-access-token-number-3')
    expect(heir.sent).toEqual(['fake-refresh-2'])
    expect(await generationIn(file)).toBe(3)
    expect(await isThere(aside)).toBe(false)
    await heir.manager.stop()
  })

  it('is moved to its folder when the folder takes it', async () => {
    const { manager, storage, clock, file, answer } = await signedIn()
    answer()
    storage.isFull = true
    clock.pass(hour + 1)
    await manager.acquire(key)
    storage.isFull = false
    await manager.stop()
    expect(await generationIn(file)).toBe(2)
    expect(await isThere(join(root, 'state', 'unsaved', 'acme', 'default.json'))).toBe(false)
  })

  it('and that the state directory does not take either is an error at the end, not a quiet loss', async () => {
    const { manager, storage, clock, answer, events } = await signedIn()
    answer()
    storage.isFull = true
    await mkdir(join(root, 'state'), { recursive: true })
    await writeFile(join(root, 'state', 'unsaved'), 'a file where the folder should be')
    clock.pass(hour + 1)
    await manager.acquire(key)
    await expect(manager.stop()).rejects.toMatchObject({ code: 'CCPROXY_CREDENTIAL_UNSAVED' })
    expect(events.at(-1)).toMatchObject(['oauth.error', { code: 'CCPROXY_CREDENTIAL_UNSAVED' }])
  })

  it('goes with a sign-out', async () => {
    const { manager, storage, clock, answer } = await signedIn()
    answer()
    storage.isFull = true
    clock.pass(hour + 1)
    await manager.acquire(key)
    await manager.logout(key)
    expect(await isThere(join(root, 'state', 'unsaved', 'acme', 'default.json'))).toBe(false)
    await manager.stop()
  })

  it('does not bring back a login whose file was removed by hand', async () => {
    const { storage, file } = await signedIn()
    await storage.writeAside(key, rotated({ ...credential(), revision: 'fake' }, start))
    await rm(file)
    expect(await storage.read(key)).toBeUndefined()
  })
})

describe('while a refresh that failed is not tried again yet', () => {
  it('looks once into the storage, where another process may have saved a new login', async () => {
    const clock = new TestClock()
    const context = {
      directory: join(root, 'config'),
      stateDirectory: join(root, 'state'),
      logger: silentLogger,
      clock,
    }
    const storage = new JsonTokenStorage(context)
    const refused = new CCProxyError('CCPROXY_OAUTH_SERVER_ERROR', 'the server has a problem')
    const { manager } = manage({ storage, clock, refresh: () => Promise.reject(refused) })
    const stored = await storage.write(key, credential(), { expectedRevision: null })
    clock.pass(hour + 1)
    await expect(manager.acquire(key)).rejects.toMatchObject({ code: 'CCPROXY_OAUTH_SERVER_ERROR' })
    await expect(manager.acquire(key)).rejects.toMatchObject({ code: 'CCPROXY_CREDENTIAL_REFRESH_LIMIT' })
    if (stored.kind !== 'oauth') throw new Error('not an OAuth login')
    await new JsonTokenStorage(context).write(key, rotated(stored, clock.now()), { expectedRevision: stored.revision })
    expect((await manager.acquire(key)).reveal()).toBe('fake-access-token-number-2')
    await manager.stop()
  })
})
