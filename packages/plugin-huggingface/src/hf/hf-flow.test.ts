// The login of the hf CLI: read live, renewed by its own command, never spent.
import { chmod, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ProviderPluginRuntime } from '@ccproxy/core'
import { createScriptedInteraction, createTestClock, createTestServices, type TestClock } from '@ccproxy/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createHfMachine, type HfMachine } from '../__fixtures__/hf-machine.js'
import { factory } from '../plugin.js'
import { tokenPath } from './token-files.js'

const key = { provider: 'huggingface', account: 'default' }
const hour = 3_600_000

let machine: HfMachine
let clock: TestClock
let runtime: ProviderPluginRuntime
beforeEach(async () => {
  machine = await createHfMachine()
  clock = createTestClock()
  runtime = await factory.create({}, createTestServices({ environment: machine.environment, clock }))
})
afterEach(async () => {
  await runtime.stop()
  await machine[Symbol.asyncDispose]()
})

const seconds = (fromNowMs: number): number => Math.floor((clock.now() + fromNowMs) / 1000)
const link = () => runtime.manager.login(key, 'hf', createScriptedInteraction())
const acquired = async () => (await runtime.manager.acquire(key)).reveal()

describe('a link to it', () => {
  it('needs a login there, and says so', async () => {
    expect(runtime.flows.find(({ id }) => id === 'hf')?.unavailable?.hint).toContain('hf auth login')
    await expect(link()).rejects.toMatchObject({ code: 'CCPROXY_OAUTH_FLOW_UNAVAILABLE' })
    await machine.signIn('hf_fake-1')
    expect(runtime.flows.find(({ id }) => id === 'hf')?.unavailable).toBeUndefined()
  })

  it('is not used before somebody asks for it', async () => {
    await machine.signIn('hf_fake-1')
    await expect(runtime.manager.acquire(key)).rejects.toMatchObject({ code: 'CCPROXY_CREDENTIAL_ABSENT' })
  })

  it('reads a token without an end', async () => {
    await machine.signIn('hf_fake-1')
    await link()
    expect(await acquired()).toBe('hf_fake-1')
    expect(JSON.stringify(await runtime.storage.read(key))).not.toContain('hf_fake-1')
  })

  it('takes the end from the tokens that are stored, and what hf renewed by itself', async () => {
    await machine.signIn('hf_oauth_fake-1', seconds(hour))
    await link()
    const first = await runtime.manager.acquire(key)
    expect(first.expiresInSeconds).toBeGreaterThan(3500)
    expect(first.expiresInSeconds).toBeLessThanOrEqual(3600)
    clock.advance(hour + 1000)
    await machine.signIn('hf_oauth_fake-2', seconds(hour))
    expect(await acquired()).toBe('hf_oauth_fake-2')
  })

  it('asks hf at its end, which renews its files', async () => {
    await machine.signIn('hf_oauth_fake-1', seconds(hour))
    await link()
    clock.advance(hour + 1000)
    await machine.installHf(`test "$*" = "auth token" || exit 9
test -z "$HF_TOKEN" || exit 8
printf 'hf_oauth_fake-2' > "$HF_TOKEN_PATH"
printf '[oauth-someone]\\nhf_token = hf_oauth_fake-2\\nexpires_at = ${seconds(2 * hour)}\\n' > "$(dirname "$HF_TOKEN_PATH")/stored_tokens"
echo hf_oauth_fake-2
echo 'Hint: run hf auth whoami'`)
    const renewed = await runtime.manager.acquire(key)
    expect(renewed.reveal()).toBe('hf_oauth_fake-2')
    expect(renewed.expiresInSeconds).toBeGreaterThan(3600)
    expect(await readFile(machine.tokenPath, 'utf8')).toBe('hf_oauth_fake-2')
  })

  it.each([
    ['is not installed', undefined, /is not installed/],
    ['has nothing newer', 'echo hf_oauth_fake-1', /no newer token/],
    ['refuses', 'echo secret-of-hf; exit 1', /ended with code 1/],
    ['says something else', 'echo Not logged in', /something else/],
  ])('says what to do when hf %s', async (_name, script, message) => {
    await machine.signIn('hf_oauth_fake-1', seconds(hour))
    await link()
    clock.advance(hour + 1000)
    if (script !== undefined) await machine.installHf(script)
    const failure: unknown = await runtime.manager.acquire(key).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'CCPROXY_CREDENTIAL_LINK', message: expect.stringMatching(message) })
    expect(JSON.stringify(failure)).not.toContain('secret-of-hf')
  })

  it('ends with the login that it points at', async () => {
    await machine.signIn('hf_oauth_fake-1', seconds(hour))
    await link()
    await rm(machine.tokenPath)
    clock.advance(hour + 1000)
    await expect(runtime.manager.acquire(key)).rejects.toMatchObject({ code: 'CCPROXY_CREDENTIAL_NEEDS_LOGIN' })
  })

  it.skipIf(process.platform === 'win32')('refuses a token that others may read', async () => {
    await machine.signIn('hf_fake-1')
    await chmod(machine.tokenPath, 0o644)
    await expect(link()).rejects.toMatchObject({
      code: 'CCPROXY_CREDENTIAL_LINK',
      hint: expect.stringContaining('chmod 600'),
    })
  })
})

describe('the token', () => {
  it.each([
    [{ HF_TOKEN_PATH: '/a/token', HF_HOME: '/b' }, '/a/token'],
    [{ HF_HOME: '/b', XDG_CACHE_HOME: '/c' }, join('/b', 'token')],
    [{ XDG_CACHE_HOME: '/c', HOME: '/d' }, join('/c', 'huggingface', 'token')],
    [{ HOME: '/d', USERPROFILE: '/d' }, join('/d', '.cache', 'huggingface', 'token')],
    [{}, undefined],
  ])('is looked for as hf does: %j', (environment, path) => {
    expect(tokenPath(environment)).toBe(path)
  })
})
