import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '../plugin/clock.js'
import { silentLogger } from '../plugin/logger.js'
import type { NewCredential, OAuthCredential } from './credential.js'
import { JsonTokenStorage } from './json-token-storage.js'

const key = { provider: 'acme', account: 'default' }
const absent = { expectedRevision: null }
const apiKey: NewCredential = { kind: 'api-key', flow: 'key', apiKey: 'fake-key', obtainedAt: 1000, extra: {} }
const oauth: Omit<OAuthCredential, 'revision'> = {
  kind: 'oauth',
  flow: 'browser',
  obtainedAt: 1000,
  extra: { id_token: 'fake' },
  profile: { email: 'someone@acme.example' },
  accessToken: 'fake-access',
  refreshToken: 'fake-refresh',
  tokenType: 'Bearer',
  expiresAt: 5000,
  refreshTokenExpiresAt: 9000,
  refreshNotBefore: 3000,
  scopes: ['a', 'b'],
  clientId: 'client',
  grantId: 'grant',
  generation: 3,
  boundTo: {
    plugin: '@test/acme',
    issuer: 'https://i.example',
    tokenOrigin: 'https://t.example',
    apiOrigin: 'https://a.example',
  },
  needsLogin: { at: 4000, code: 'CCPROXY_CREDENTIAL_NEEDS_LOGIN', reason: 'revoked' },
}
let root: string
let directory: string
let storage: JsonTokenStorage

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'ccproxy-storage-'))
  directory = join(root, 'config')
  storage = newStorage()
})
afterEach(() => rm(root, { recursive: true, force: true }))

function newStorage(): JsonTokenStorage {
  return new JsonTokenStorage({
    directory,
    stateDirectory: join(root, 'state'),
    logger: silentLogger,
    clock: systemClock,
  })
}
const file = (): string => join(directory, 'credentials', 'acme', 'default.json')
const modeOf = async (path: string): Promise<string> => ((await stat(path)).mode & 0o777).toString(8)
async function put(content: string, mode = 0o600): Promise<void> {
  await mkdir(join(directory, 'credentials', 'acme'), { recursive: true })
  await writeFile(file(), content)
  await chmod(file(), mode)
}

describe('what is written', () => {
  it('is readable by its owner only, in directories of its owner only, and leaves no temporary file', async () => {
    await storage.write(key, apiKey, absent)
    expect(await modeOf(file())).toBe('600')
    expect(await modeOf(join(directory, 'credentials'))).toBe('700')
    expect(await modeOf(join(directory, 'credentials', 'acme'))).toBe('700')
    expect(await readdir(join(directory, 'credentials', 'acme'))).toEqual(['default.json'])
  })

  it('has snake_case keys and ISO times', async () => {
    await storage.write(key, oauth, absent)
    expect(JSON.parse(await readFile(file(), 'utf8'))).toMatchObject({
      version: 1,
      provider: 'acme',
      account: 'default',
      grant_id: 'grant',
      expires_at: '1970-01-01T00:00:05.000Z',
      bound_to: { token_origin: 'https://t.example' },
    })
  })
})

describe('what cannot be trusted', () => {
  it.each([
    ['not JSON', '{"access_token": "fake-secret-in-broken-file'],
    ['empty', ''],
    ['another shape', '{"version":1,"kind":"oauth"}'],
    [
      'of another account',
      JSON.stringify({
        version: 1,
        provider: 'acme',
        account: 'work',
        kind: 'api-key',
        flow: 'key',
        revision: 'r',
        api_key: 'fake',
        obtained_at: '2026-01-01T00:00:00.000Z',
      }),
    ],
  ])('is never a guess: %s', async (_name, content) => {
    await put(content)
    const read = storage.read(key)
    await expect(read).rejects.toMatchObject({ code: 'CCPROXY_STORAGE_CORRUPT' })
    await expect(read).rejects.not.toThrow('fake-secret')
    await expect(read).rejects.not.toHaveProperty('cause')
  })

  it('is kept aside, readable by its owner only, when a new login is written', async () => {
    await put('broken')
    await storage.write(key, apiKey, absent)
    const names = await readdir(join(directory, 'credentials', 'acme'))
    const aside = names.find((name) => name.includes('.corrupt-')) ?? ''
    expect(await readFile(join(directory, 'credentials', 'acme', aside), 'utf8')).toBe('broken')
    expect(await modeOf(join(directory, 'credentials', 'acme', aside))).toBe('600')
    expect(await storage.list()).toEqual([key])
  })

  it('is refused when others may read it, with the chmod to run', async () => {
    await put('{}', 0o640)
    await expect(storage.read(key)).rejects.toMatchObject({
      code: 'CCPROXY_STORAGE_PERMISSION',
      hint: `Run: chmod 600 '${file()}'`,
    })
  })

  it('says what to do about a link', async () => {
    await mkdir(join(directory, 'credentials', 'acme'), { recursive: true })
    await writeFile(join(root, 'target'), '{}', { mode: 0o600 })
    await symlink(join(root, 'target'), file())
    await expect(storage.read(key)).rejects.toMatchObject({
      message: `${file()} is a symbolic link`,
      hint: expect.stringContaining('links are not followed'),
    })
  })

  it('is refused when it is a symbolic link, or of a newer version', async () => {
    await put(JSON.stringify({ version: 2 }))
    await expect(storage.read(key)).rejects.toMatchObject({ code: 'CCPROXY_STORAGE_VERSION' })
    await rm(file())
    await writeFile(join(root, 'target'), '{}', { mode: 0o600 })
    await symlink(join(root, 'target'), file())
    await expect(storage.read(key)).rejects.toMatchObject({ code: 'CCPROXY_STORAGE_PERMISSION' })
  })
})

describe('removal', () => {
  it('takes the credential, what was set aside and temporary files, and nothing of another account', async () => {
    await put('broken')
    const { revision } = await storage.write(key, apiKey, absent)
    const other = { provider: 'acme', account: 'default.json' }
    await storage.write(other, apiKey, absent)
    await writeFile(join(directory, 'credentials', 'acme', '.default.json.123456.tmp'), 'left by a crash')
    expect(await storage.remove(key, { expectedRevision: revision })).toBe(true)
    expect(await readdir(join(directory, 'credentials', 'acme'))).toEqual(['default.json.json'])
  })
})

it('removes temporary files that a dead process left, at the next write', async () => {
  await mkdir(join(directory, 'credentials', 'acme'), { recursive: true })
  const left = join(directory, 'credentials', 'acme', '.default.json.123456.tmp')
  await writeFile(left, 'fake-token')
  await utimes(left, new Date(0), new Date(0))
  await storage.write(key, apiKey, absent)
  expect(await readdir(join(directory, 'credentials', 'acme'))).toEqual(['default.json'])
})

it('reads an older form through migrate(), and saves the new one at the next write', async () => {
  class Older extends JsonTokenStorage {
    protected override migrate(raw: unknown, fromVersion: number | undefined): NewCredential | undefined {
      return fromVersion === undefined && typeof raw === 'object' ? apiKey : undefined
    }
  }
  await put('{"token":"fake"}')
  const older = new Older({ directory, stateDirectory: join(root, 'state'), logger: silentLogger, clock: systemClock })
  const read = await older.read(key)
  expect(read).toMatchObject({ kind: 'api-key', revision: (await older.read(key))?.revision })
  await older.write(key, apiKey, { expectedRevision: read?.revision ?? '' })
  expect(await storage.read(key)).toMatchObject({ kind: 'api-key' })
})

it.each([
  ['without the members of its kind', () => ({ kind: 'oauth', flow: 'browser', obtainedAt: 0, extra: {} })],
  ['of a kind that does not exist', () => ({ ...apiKey, kind: 'cookie' })],
  ['with a member of a wrong type', () => ({ ...apiKey, apiKey: 7 })],
  [
    'because the code throws',
    () => {
      throw new TypeError('fake-token in a message')
    },
  ],
])('names migrate() of the plugin when it returns a credential %s', async (_name, result) => {
  class Careless extends JsonTokenStorage {
    protected override migrate(): NewCredential | undefined {
      const value: unknown = result()
      // A plugin in plain JavaScript returns anything.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      return value as NewCredential
    }
  }
  await put('{"token":"fake-token"}')
  const careless = new Careless({
    directory,
    stateDirectory: join(root, 'state'),
    logger: silentLogger,
    clock: systemClock,
  })
  const error = await careless.read(key).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({
    code: 'CCPROXY_STORAGE_CORRUPT',
    message: expect.stringMatching(/default\.json cannot be read: migrate\(\) of the plugin (returned|threw)/),
  })
  expect(String(error)).not.toContain('fake-token')
})

it('saves a token whose provider speaks of the end of time', async () => {
  await storage.write(key, { ...oauth, expiresAt: 1e21 }, absent)
  expect(await newStorage().read(key)).toMatchObject({ expiresAt: Date.UTC(9999, 11, 31) })
})

async function seenWhile(act: () => Promise<unknown>): Promise<readonly unknown[]> {
  await storage.write(key, apiKey, absent)
  const seen: unknown[] = []
  const stop = storage.watch((changed) => seen.push(changed))
  await new Promise((resolve) => setTimeout(resolve, 100))
  await act()
  await new Promise((resolve) => setTimeout(resolve, 2000))
  stop()
  return seen
}

describe('watching', () => {
  it('sees a sign-out by another process', async () => {
    const seen = await seenWhile(() => rm(file()))
    expect(seen).toEqual([key])
  })

  it('does not take a folder that is gone for a sign-out', async () => {
    expect(await seenWhile(() => rm(directory, { recursive: true }))).toEqual([])
  })
})
