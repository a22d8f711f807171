// A login after its sign-in: again, renewed, ended.
import { walkRedirects } from '@ccproxy/testkit'
import { expect, it } from 'vitest'
import { credentialFiles } from './support/credential-files.js'
import { type LoginServer, startLoginServer } from './support/login-server.js'
import { beginLogin, signIn } from './support/sign-in.js'
import { openWorkshop, type Workshop } from './support/workshop.js'

const revocable = ({ environment, sandbox }: LoginServer) => ({
  ...environment,
  PLUGINS__CLAUDE__OAUTH__REVOKE_URL: sandbox.endpoints.revocation,
})

async function command(workshop: Workshop, server: LoginServer, ...args: readonly string[]) {
  const environment = revocable(server)
  const program = workshop.run(['auth', ...args], { environment })
  return { code: await program.ended(), stdout: program.stdout, stderr: program.stderr }
}

it('a second login says that there is one; --force replaces it', async () => {
  await using server = await startLoginServer()
  await using workshop = await openWorkshop(server)
  await signIn(workshop, server)
  const first = await workshop.credential('claude')
  const again = await command(workshop, server, 'login', 'claude', '--no-browser')
  expect(again).toMatchObject({ code: 0, stdout: '' })
  expect(again.stderr).toContain('Already signed in to Claude')
  expect(await workshop.credential('claude')).toEqual(first)
  expect(server.tokenRequests).toHaveLength(1)

  const { program, address } = await beginLogin(workshop, server, { flags: ['--force'] })
  await walkRedirects(address)
  expect(await program.ended()).toBe(0)
  const second = await workshop.credential('claude')
  expect(second['grant_id']).not.toBe(first['grant_id'])
  expect(second['access_token']).not.toBe(first['access_token'])
  expect(await credentialFiles(workshop)).toEqual(['claude/default.json'])
})

it('a failed second login leaves the first as it was', async () => {
  await using server = await startLoginServer()
  await using workshop = await openWorkshop(server)
  await signIn(workshop, server)
  const first = await workshop.credential('claude')
  server.sandbox.setConsent('deny')
  const { program, address } = await beginLogin(workshop, server, { flags: ['--force'] })
  await walkRedirects(address)
  expect(await program.ended()).toBe(1)
  expect(await workshop.credential('claude')).toEqual(first)
})

it('refresh renews it now', async () => {
  await using server = await startLoginServer()
  await using workshop = await openWorkshop(server)
  await signIn(workshop, server)
  const before = await workshop.credential('claude')
  const refreshed = await command(workshop, server, 'refresh', 'claude', '--json')
  expect(refreshed.code).toBe(0)
  expect(JSON.parse(refreshed.stdout)).toMatchObject({ provider: 'claude', state: 'valid' })
  expect(server.sandbox.stats()).toMatchObject({ refreshes: 1, replays: 0 })
  const after = await workshop.credential('claude')
  expect(after).toMatchObject({ grant_id: before['grant_id'], generation: Number(before['generation']) + 1 })
  expect(after['access_token']).not.toBe(before['access_token'])
  expect(after['refresh_token']).not.toBe(before['refresh_token'])
  workshop.secrets.add(String(before['access_token']))
})

it('logout revokes it at the provider and removes it', async () => {
  await using server = await startLoginServer()
  await using workshop = await openWorkshop(server)
  // Where it is revoked belongs to a login: a server that is named later does not get its token.
  await signIn(workshop, server, { environment: revocable(server) })
  const ended = await command(workshop, server, 'logout', 'claude')
  expect(ended).toMatchObject({ code: 0 })
  expect(ended.stdout).toContain('Signed out of Claude, account default. It was revoked at the provider.')
  expect(server.sandbox.stats()).toMatchObject({ revokedFamilies: 1 })
  expect(await credentialFiles(workshop)).toEqual([])
  expect(await command(workshop, server, 'status', '--provider', 'claude')).toMatchObject({ code: 3 })
  expect(await command(workshop, server, 'refresh', 'claude')).toMatchObject({ code: 3 })
  const again = await command(workshop, server, 'logout', 'claude')
  expect(again).toMatchObject({ code: 0 })
  expect(again.stdout).toContain('Nobody was signed in')
})
