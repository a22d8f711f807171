// After a sign-out nothing of its tokens is left in the configuration directory.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { CCProxyError } from '../errors/ccproxy-error.js'
import { silentLogger } from '../plugin/logger.js'
import { JsonTokenStorage } from '../storage/json-token-storage.js'
import { credential, hour, key, type ManagedAccount, manage, TestClock } from './__fixtures__/managed-account.js'

const tokens = ['fake-access-token-number-1', 'fake-refresh-1', 'fake-id-token-1']
/** Names that begin like files of the account beside them. */
const neighbours = ['default.json', 'default.json.corrupt-1', 'default2']

const refresh = () => Promise.reject(new CCProxyError('CCPROXY_OAUTH_UNREACHABLE', 'down'))

let root: string
let directory: string
let folder: string
let account: ManagedAccount

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'ccproxy-logout-'))
  directory = join(root, 'config')
  folder = join(directory, 'credentials', 'acme')
  const clock = new TestClock()
  const stateDirectory = join(root, 'state')
  const storage = new JsonTokenStorage({ directory, stateDirectory, logger: silentLogger, clock })
  account = manage({ storage, clock, refresh })
})
afterEach(() => rm(root, { recursive: true, force: true }))

async function filesWithTokens(): Promise<readonly string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const texts = await Promise.all(files.map(async (path) => ({ path, text: await readFile(path, 'utf8') })))
  return texts.filter(({ text }) => tokens.some((token) => text.includes(token))).map(({ path }) => path)
}

/** Everything that a life with crashes and failures leaves beside a credential. */
async function litter(): Promise<void> {
  const text = JSON.stringify({ left: tokens })
  await writeFile(join(folder, '.default.json.0a1b2c3d4e5f.tmp'), text)
  await writeFile(join(folder, 'default.json.corrupt-2026-11-01T10-20-30.400Z'), text)
}

it('not in temporary files, in what was set aside, or in the last error', async () => {
  const { manager, storage, clock } = account
  await storage.write(key, credential({ extra: { id_token: 'fake-id-token-1' } }), { expectedRevision: null })
  for (const name of neighbours) {
    const other = { kind: 'api-key', flow: 'key', apiKey: `fake-key-of-${name}`, obtainedAt: 0, extra: {} } as const
    await storage.write({ provider: 'acme', account: name }, other, { expectedRevision: null })
  }
  await manager.acquire(key)
  clock.pass(2 * hour)
  await expect(manager.acquire(key)).rejects.toMatchObject({ code: 'CCPROXY_OAUTH_UNREACHABLE' })
  await litter()
  expect(await filesWithTokens()).toHaveLength(3)
  expect(await readdir(join(directory, 'refresh-errors', 'acme'))).toEqual(['default.json'])

  expect(await manager.logout(key)).toEqual({ removed: true, revocation: 'not-offered' })
  expect(await filesWithTokens()).toEqual([])
  expect(await readdir(join(directory, 'refresh-errors', 'acme'))).toEqual([])
  expect((await readdir(folder)).toSorted()).toEqual(neighbours.map((name) => `${name}.json`).toSorted())
})

it('also when the credential itself was removed by hand before', async () => {
  const { manager, storage } = account
  await storage.write(key, credential(), { expectedRevision: null })
  await litter()
  await rm(join(folder, 'default.json'))
  expect(await manager.logout(key)).toEqual({ removed: false, revocation: 'not-offered' })
  expect(await filesWithTokens()).toEqual([])
})

it('also when nobody can read it', async () => {
  const { manager, storage } = account
  await storage.write(key, credential(), { expectedRevision: null })
  await writeFile(join(folder, 'default.json'), `not JSON, with ${tokens.join()}`)
  expect(await manager.logout(key)).toEqual({ removed: true, revocation: 'failed' })
  expect(await filesWithTokens()).toEqual([])
})
