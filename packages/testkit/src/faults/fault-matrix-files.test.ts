// Files that go wrong under a login in use: it is said, nothing is sent, nothing is overwritten, the living token serves.
// Each waits for the watch to notice, so they run at the same time, each with an `expect` of its own.
import { lstat, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { CCProxyError } from '@ccproxy/core'
import { describe, it } from 'vitest'
import { createScriptedInteraction } from '../sign-in/create-scripted-interaction.js'
import { type LoginOnDisk, replaceFile, startLoginOnDisk } from './__fixtures__/login-on-disk.js'
import { hour, key } from './__fixtures__/managed-login.js'

type Impose = (login: LoginOnDisk) => Promise<unknown>

const noticedWithin = { timeout: 5000 }
const byKey = () => createScriptedInteraction({ answers: ['fake-api-key-of-a-new-login'] })

async function halve({ file }: LoginOnDisk): Promise<void> {
  const text = await readFile(file, 'utf8')
  await replaceFile(file, text.slice(0, text.length / 2))
}

const unreadable: readonly (readonly [fault: string, says: RegExp, impose: Impose])[] = [
  [
    'overwritten with something else',
    /is not JSON/,
    ({ file }) => replaceFile(file, 'corrupted, fake-refresh-token-1'),
  ],
  ['cut in its middle', /is not JSON/, halve],
  ['emptied', /is not JSON/, ({ file }) => replaceFile(file, '')],
  [
    'JSON of another kind',
    /is not a credential of ours/,
    ({ file }) => replaceFile(file, '{"version":1,"kind":"oauth"}'),
  ],
  ['a list', /is not a credential of ours/, ({ file }) => replaceFile(file, '[1]')],
  ['2 MB long', /too large to be a credential/, ({ file }) => replaceFile(file, ' '.repeat(2_000_000))],
]

describe.concurrent('a credential file that is', () => {
  it.for(unreadable)('%s: named, kept, set aside at the next sign-in', async ([, says, impose], { expect }) => {
    await using login = await startLoginOnDisk()
    const { manager, endpoint, clock, events, file, warnings } = login
    await impose(login)
    const broken = await readFile(file)

    const code = 'CCPROXY_STORAGE_CORRUPT'
    const told = { code, message: expect.stringMatching(says), hint: expect.stringContaining('ccproxy auth login') }
    await expect.poll(async () => (await manager.snapshot(key)).lastError?.code, noticedWithin).toBe(code)
    expect((await manager.snapshot(key)).state).toBe('valid')
    expect((await manager.acquire(key)).reveal()).toBe('fake-access-token-1')
    expect(events).toEqual([['oauth.error', { key, flow: 'device', ...told }]])

    clock.advance(hour + 1)
    await expect(manager.acquire(key)).rejects.toMatchObject(told)
    expect((await manager.snapshot(key)).state).toBe('expired')
    expect(await readFile(file)).toEqual(broken)
    expect(endpoint.requests).toEqual([])
    expect(JSON.stringify([events, warnings])).not.toContain('fake-refresh-token')

    await manager.login(key, 'key', byKey())
    expect((await manager.acquire(key)).kind).toBe('api-key')
    const names = await readdir(dirname(file))
    const aside = join(dirname(file), names.find((name) => name.includes('.corrupt-')) ?? 'nothing was set aside')
    expect(await readFile(aside)).toEqual(broken)
    expect((await stat(aside)).mode & 0o777).toBe(0o600)
    expect(warnings).toContainEqual(expect.objectContaining({ file: aside }))
    expect(names).toHaveLength(2)
  })
})

interface Refusal {
  readonly fault: string
  readonly message: RegExp
  readonly hint: RegExp
  readonly impose: Impose
  readonly repair: Impose
}

const refused: readonly Refusal[] = [
  {
    fault: 'readable by others',
    message: /can be read by others/,
    hint: /^Run: chmod 600 '\/.*default\.json'$/,
    impose: async ({ file }) => replaceFile(file, await readFile(file, 'utf8'), 0o644),
    repair: async ({ file }) => replaceFile(file, await readFile(file, 'utf8'), 0o600),
  },
  {
    fault: 'a symbolic link',
    message: /is a symbolic link/,
    hint: /links are not followed/,
    impose: async ({ file, directory }) => {
      await rename(file, join(directory, 'elsewhere'))
      await symlink(join(directory, 'elsewhere'), file)
    },
    repair: ({ file, directory }) => rename(join(directory, 'elsewhere'), file),
  },
]

describe.concurrent('a credential file that became', () => {
  it.for(refused)(
    '$fault: refused with what to do, not replaced by a sign-in, good again when repaired',
    async ({ message, hint, impose, repair }, { expect }) => {
      await using login = await startLoginOnDisk()
      const { manager, endpoint, clock, events, file } = login
      await impose(login)
      const before = [(await lstat(file)).mode, await readFile(file, 'utf8')]

      const told = {
        code: 'CCPROXY_STORAGE_PERMISSION',
        message: expect.stringMatching(message),
        hint: expect.stringMatching(hint),
      }
      await expect.poll(async () => (await manager.snapshot(key)).lastError?.code, noticedWithin).toBe(told.code)
      expect((await manager.acquire(key)).reveal()).toBe('fake-access-token-1')
      expect(events).toEqual([['oauth.error', { key, flow: 'device', ...told }]])

      clock.advance(hour + 1)
      await expect(manager.acquire(key)).rejects.toMatchObject(told)
      await expect(manager.login(key, 'key', byKey())).rejects.toMatchObject(told)
      expect([(await lstat(file)).mode, await readFile(file, 'utf8')]).toEqual(before)
      expect(endpoint.requests).toEqual([])

      await repair(login)
      clock.advance(10_000)
      expect((await manager.acquire(key)).state).toBe('valid')
      expect((await manager.snapshot(key)).lastError).toBeUndefined()
    },
  )
})

describe.concurrent('what is gone', () => {
  it.for<[string, Impose]>([
    ['the folder of the provider', ({ file }) => rm(dirname(file), { recursive: true })],
    ['the whole directory', ({ directory }) => rm(directory, { recursive: true })],
    [
      'the directory, a file in its place',
      async ({ directory }) => {
        await rename(directory, `${directory}-aside`)
        await replaceFile(directory, '')
      },
    ],
  ])('%s: the living token serves; then nothing is sent or resurrected', async ([, impose], { expect }) => {
    await using login = await startLoginOnDisk()
    const { manager, endpoint, clock, events, file } = login
    await impose(login)
    await new Promise((resolve) => setTimeout(resolve, 2200))
    expect((await manager.acquire(key)).reveal()).toBe('fake-access-token-1')
    expect(events).toEqual([])
    clock.advance(hour + 1)
    const error: unknown = await manager.acquire(key).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: expect.stringMatching(/^CCPROXY_(CREDENTIAL_ABSENT|STORAGE_FAILED)$/) })
    expect(events).toMatchObject([['oauth.error', { code: expect.stringMatching(/ABSENT|FAILED/) }]])
    await expect(readFile(file)).rejects.toThrow(/ENOENT|ENOTDIR/)
    expect(endpoint.requests).toEqual([])
  })

  it('the file alone is a sign-out by another process, and is respected at once', async ({ expect }) => {
    await using login = await startLoginOnDisk()
    const { manager, endpoint, file } = login
    await rm(file)
    const code = 'CCPROXY_CREDENTIAL_ABSENT'
    await expect
      .poll(
        () =>
          manager.acquire(key).then(
            () => 'served',
            (reason: CCProxyError) => reason.code,
          ),
        noticedWithin,
      )
      .toBe(code)
    expect((await manager.snapshot(key)).state).toBe('absent')
    expect(endpoint.requests).toEqual([])
  })

  it('the tickets: they are made anew, and the login goes on', async ({ expect }) => {
    await using login = await startLoginOnDisk()
    const { manager, endpoint, clock, stateDirectory } = login
    clock.advance(hour + 1)
    await manager.acquire(key)
    await rm(stateDirectory, { recursive: true })
    clock.advance(hour + 1)
    expect((await manager.acquire(key)).state).toBe('valid')
    expect([endpoint.requests.length, endpoint.family.replays]).toEqual([2, 0])
    expect(await readdir(join(stateDirectory, 'redeemed'))).toHaveLength(1)
  })
})
