// Two managers over one directory stand for two processes.
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { CCProxyError } from '../errors/ccproxy-error.js'
import type { LoginInteraction } from '../oauth/login-context.js'
import { silentLogger } from '../plugin/logger.js'
import type { OAuthCredential } from '../storage/credential.js'
import { JsonTokenStorage } from '../storage/json-token-storage.js'
import { credential, hour, key, manage, rotated, TestClock } from './__fixtures__/managed-account.js'

let root: string
let clock: TestClock
let failure: CCProxyError | undefined

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'ccproxy-noted-'))
  clock = new TestClock()
  failure = new CCProxyError('CCPROXY_OAUTH_UNREACHABLE', 'the token endpoint cannot be reached', { hint: 'Wait.' })
})
afterEach(() => rm(root, { recursive: true, force: true }))

function newProcess() {
  const storage = new JsonTokenStorage({
    directory: join(root, 'config'),
    stateDirectory: join(root, 'state'),
    logger: silentLogger,
    clock,
  })
  const refresh = async (previous: OAuthCredential) => {
    if (failure !== undefined) throw failure
    return rotated(previous, clock.now())
  }
  return manage({ storage, clock, refresh })
}

/** One process that failed to refresh. */
async function failedRefresh() {
  const process = newProcess()
  await process.storage.write(key, credential(), { expectedRevision: null })
  await process.manager.acquire(key)
  clock.pass(2 * hour)
  await expect(process.manager.acquire(key)).rejects.toMatchObject({ code: 'CCPROXY_OAUTH_UNREACHABLE' })
  return process
}
const nobody: LoginInteraction = {
  showUrl: async () => {},
  prompt: async () => '',
  notify: () => {},
  signal: new AbortController().signal,
}
const noted = () => join(root, 'config', 'refresh-errors', 'acme', 'default.json')
const isThere = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  )

it('is seen by another process, readable by its owner only, and is no change of the credential', async () => {
  const { storage } = await failedRefresh()
  const before = await storage.read(key)
  const { manager } = newProcess()
  const { lastError } = await manager.snapshot(key)
  expect(lastError).toEqual({ code: 'CCPROXY_OAUTH_UNREACHABLE', hint: 'Wait.', at: clock.now() })
  expect(((await stat(noted())).mode & 0o777).toString(8)).toBe('600')
  expect(await storage.read(key)).toEqual(before)
})

it('is seen by a process that has the login in memory already', async () => {
  const other = newProcess()
  const failing = await failedRefresh()
  expect((await other.manager.snapshot(key)).lastError).toBeDefined()
  failure = undefined
  clock.pass(10_000)
  await failing.manager.acquire(key)
  expect((await other.manager.snapshot(key)).lastError).toBeUndefined()
})

it('is forgotten by a refresh that succeeds, also of another process', async () => {
  await failedRefresh()
  failure = undefined
  const { manager } = newProcess()
  await manager.acquire(key)
  expect(await isThere(noted())).toBe(false)
  expect((await manager.snapshot(key)).lastError).toBeUndefined()
})

it('from before the last refresh is none, though it could not be removed', async () => {
  const { storage } = await failedRefresh()
  const old = { code: 'CCPROXY_OAUTH_TIMEOUT', hint: 'Wait.', at: clock.now() }
  failure = undefined
  clock.pass(10_000)
  const { manager } = newProcess()
  await manager.acquire(key)
  await storage.noteError?.(key, old)
  expect((await manager.snapshot(key)).lastError).toBeUndefined()
})

it('is forgotten by a sign-in', async () => {
  const { manager } = await failedRefresh()
  await manager.login(key, 'test', nobody)
  expect(await isThere(noted())).toBe(false)
})

it('is only logged when it cannot be kept', async () => {
  await newProcess().storage.write(key, credential(), { expectedRevision: null })
  await writeFile(join(root, 'config', 'refresh-errors'), 'a file where the folder should be')
  const warn = vi.spyOn(silentLogger, 'warn')
  const process = newProcess()
  clock.pass(2 * hour)
  await expect(process.manager.acquire(key)).rejects.toMatchObject({ code: 'CCPROXY_OAUTH_UNREACHABLE' })
  expect(warn.mock.calls.map(([message]) => message)).toContain('the refresh error could not be noted')
  warn.mockRestore()
  expect((await newProcess().manager.snapshot(key)).lastError).toBeUndefined()
})

it('is not noted for a login that was removed meanwhile', async () => {
  const process = newProcess()
  const { revision } = await process.storage.write(key, credential(), { expectedRevision: null })
  await process.manager.acquire(key)
  clock.pass(2 * hour)
  await process.storage.remove(key, { expectedRevision: revision })
  await expect(process.manager.acquire(key)).rejects.toMatchObject({ code: 'CCPROXY_CREDENTIAL_ABSENT' })
  expect(await readdir(join(root, 'config'))).not.toContain('refresh-errors')
})
