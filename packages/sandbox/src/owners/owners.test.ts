import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { askModel, post, textOf } from '../__fixtures__/oauth-client.js'
import { jwtBearerGrant } from '../authorization/clients.js'
import { sandboxOwnerCommand } from '../owner-command.js'
import type { Sandbox } from '../sandbox.js'
import { startSandbox } from '../server/start-sandbox.js'
import { type SandboxOwnerFiles, sandboxOwnerFiles } from './owner-files.js'

let directory: string
let files: SandboxOwnerFiles
let sandbox: Sandbox

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'ccproxy-sandbox-'))
  files = sandboxOwnerFiles(directory)
  sandbox = await start()
})
afterEach(async () => {
  await sandbox.close()
  rmSync(directory, { recursive: true })
})

const start = (): Promise<Sandbox> =>
  startSandbox({ ownersDirectory: directory, stateFile: join(directory, 'state.json') })
const held = (file: string): Record<string, string> => JSON.parse(readFileSync(file, 'utf8'))
const refresh = (clientId: string, token = ''): Promise<Response> =>
  post(
    sandbox.endpoints.token,
    new URLSearchParams({ grant_type: 'refresh_token', client_id: clientId, refresh_token: token }),
  )

const exchange = (assertion: string): Promise<Response> =>
  post(sandbox.endpoints.federationToken, new URLSearchParams({ grant_type: jwtBearerGrant, assertion }))

it('keeps what other tools hold to their user', () => {
  const names = readdirSync(directory).filter((name) => name !== 'state.json')
  expect(names.toSorted()).toEqual(['identity-token.jwt', 'lasting-login.json', 'linked-login.json'])
  for (const name of names) expect((statSync(join(directory, name)).mode & 0o777).toString(8)).toBe('600')
})

describe('the linked login', () => {
  it('works, and is renewed by the command of its owner, which prints the token', async () => {
    const before = held(files.linked)
    expect((await askModel(sandbox, before['access_token'] ?? '')).status).toBe(200)
    const { program, args } = sandboxOwnerCommand(sandbox.origin)
    const { stdout } = await promisify(execFile)(program, [...args])
    const after = held(files.linked)
    expect(stdout).toBe(`${after['access_token']}\n`)
    expect(after['access_token']).not.toBe(before['access_token'])
    expect(Date.parse(after['expires_at'] ?? '')).toBeGreaterThan(Date.now())
    expect((await askModel(sandbox, stdout.trim())).status).toBe(200)
    // Only the owner may spend it, and did.
    const { clientId } = sandbox.clients.public
    expect((await refresh(clientId, before['refresh_token'])).status).toBe(400)
    expect((await refresh(clientId, after['refresh_token'])).status).toBe(200)
  })

  it('has a command that says why it cannot', async () => {
    const { program, args } = sandboxOwnerCommand('http://127.0.0.1:1')
    await expect(promisify(execFile)(program, [...args])).rejects.toMatchObject({ code: 1 })
    await expect(promisify(execFile)(program, args.slice(0, 1))).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining('usage'),
    })
  })
})

it('has a lasting login whose refresh token may be redeemed again and again', async () => {
  const { client_id: clientId = '', refresh_token: token } = held(files.lasting)
  for (let round = 0; round < 3; round += 1) {
    const answer = await refresh(clientId, token)
    expect(answer.status).toBe(200)
    expect(await textOf(answer.clone(), 'refresh_token')).toBe(token)
    expect((await askModel(sandbox, await textOf(answer, 'access_token'))).status).toBe(200)
  }
  expect(sandbox.stats()).toMatchObject({ refreshes: 3, replays: 0 })
})

it('has an identity token, and another one as soon as it was exchanged', async () => {
  const before = readFileSync(files.identity, 'utf8')
  expect((await exchange(before)).status).toBe(200)
  const after = readFileSync(files.identity, 'utf8')
  expect(after).not.toBe(before)
  expect((await exchange(before)).status).toBe(400)
  expect(readFileSync(files.identity, 'utf8')).toBe(after)
  expect((await exchange(after)).status).toBe(200)
})

it('leaves what a later process still knows, and replaces what it does not', async () => {
  const [linked, lasting] = [held(files.linked), held(files.lasting)]
  await sandbox.close()
  writeFileSync(files.lasting, '{"refresh_token":')
  sandbox = await start()
  expect(held(files.linked)).toEqual(linked)
  expect(held(files.lasting)['refresh_token']).not.toBe(lasting['refresh_token'])
})

it('plays no other tools when nobody asked for them', async () => {
  await using plain = await startSandbox()
  expect((await fetch(`${plain.origin}/owner/token`, { method: 'POST' })).status).toBe(404)
})
