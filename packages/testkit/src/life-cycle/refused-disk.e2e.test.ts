// A disk that refuses the result, for real: the refresh token must not leave.
import { execFileSync } from 'node:child_process'
import { chmod, cp, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { createTemporaryDirectory } from '../environment/create-temporary-directory.js'
import { createMember, key } from './__fixtures__/provider.js'
import { startMember } from './member-process.js'
import { type SharedLogin, startSharedLogin } from './shared-login.js'

const lifetimeMs = 3_600_000
const undo: (() => unknown)[] = []

afterEach(async () => {
  for (const step of undo.splice(0).toReversed()) await step()
})

const mount = (...args: readonly string[]): unknown => execFileSync('mount', args, { stdio: 'ignore' })

async function mayMount(): Promise<boolean> {
  await using root = await createTemporaryDirectory()
  try {
    mount('-t', 'tmpfs', 'tmpfs', root.path)
  } catch {
    return false
  }
  execFileSync('umount', [root.path])
  return true
}

/** Lays a file system of 64 KiB over the directory, which the credential in it leaves too small for another 64 KiB. */
async function mountSmall(directory: string): Promise<void> {
  const aside = `${directory}-aside`
  await cp(directory, aside, { recursive: true })
  mount('-t', 'tmpfs', '-o', 'size=64k,mode=700', 'tmpfs', directory)
  undo.push(() => execFileSync('umount', [directory]))
  await cp(aside, directory, { recursive: true })
  await rm(aside, { recursive: true })
}

const directoryOf = ({ options }: SharedLogin): string => join(options.directory, 'credentials', 'acme')

type Fault = readonly [name: string, code: string, impose: (login: SharedLogin) => Promise<void>]

const faults: Fault[] = [
  [
    'a file where the tickets should be',
    'CCPROXY_STORAGE_FAILED',
    async ({ options }) => {
      const tickets = join(options.stateDirectory, 'redeemed')
      await rm(tickets, { recursive: true, force: true })
      await mkdir(options.stateDirectory, { recursive: true })
      await writeFile(tickets, '')
    },
  ],
]
if (await mayMount()) {
  faults.push(
    ['a full disk', 'CCPROXY_STORAGE_FULL', async (login) => mountSmall(directoryOf(login))],
    [
      'a disk that became read-only',
      'CCPROXY_STORAGE_READ_ONLY',
      async (login) => {
        await mountSmall(directoryOf(login))
        mount('-o', 'remount,ro', directoryOf(login))
      },
    ],
  )
} else {
  console.warn('not tried here, since nothing may be mounted: a full disk, a disk that became read-only')
}

it.each(faults)('%s: nothing is sent, and the login lives on', async (_name, code, impose) => {
  await using login = await startSharedLogin()
  const { manager } = await createMember(login.options, login.clock)
  undo.push(() => manager.stop())
  await manager.acquire(key)
  await impose(login)
  const { tokenRequests } = login.sandbox.stats()
  login.clock.shiftMs += 2 * lifetimeMs
  await expect(manager.acquire(key)).rejects.toMatchObject({ code })
  expect(login.sandbox.stats().tokenRequests).toBe(tokenRequests)
  await manager.stop()
  for (const step of undo.splice(0).toReversed()) await step()

  // Without the fault the same refresh token is good: it was never spent.
  if (code === 'CCPROXY_STORAGE_FAILED') await rm(join(login.options.stateDirectory, 'redeemed'))
  const { manager: later } = await createMember(login.options, login.clock)
  expect((await later.acquire(key)).state).toBe('valid')
  expect(login.sandbox.stats()).toMatchObject({ refreshes: 1, replays: 0 })
  await later.stop()
})

it('a directory that may not be written: nothing is sent', async () => {
  await using login = await startSharedLogin()
  const { directory, stateDirectory } = login.options
  // Permission bits do not bind root, so that the process becomes somebody else.
  const asNobody = process.getuid?.() === 0 ? 65_534 : undefined
  if (asNobody !== undefined) {
    execFileSync('chown', ['-R', `${asNobody}:${asNobody}`, join(directory, '..')])
    await mkdir(stateDirectory, { recursive: true })
    execFileSync('chown', ['-R', `${asNobody}:${asNobody}`, stateDirectory])
  }
  await chmod(directoryOf(login), 0o500)
  const member = await startMember(login.options, asNobody)
  undo.push(() => member.kill('SIGKILL'))
  const { tokenRequests } = login.sandbox.stats()
  await member.begin({ shiftMs: login.clock.shiftMs + 2 * lifetimeMs, callers: 1 })
  expect(await member.outcome()).toMatchObject({ kind: 'failed', code: 'CCPROXY_STORAGE_PERMISSION' })
  expect(login.sandbox.stats().tokenRequests).toBe(tokenRequests)
  await chmod(directoryOf(login), 0o700)
})
