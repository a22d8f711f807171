// What goes wrong in a sign-in: a message, a hint, exit 1, and nothing is left behind.
import { type Program, startRecordingUpstream, walkRedirects } from '@ccproxy/testkit'
import { expect, it } from 'vitest'
import { credentialFiles } from './support/credential-files.js'
import { startLoginServer } from './support/login-server.js'
import { beginLogin, redirectOf, visitElsewhere } from './support/sign-in.js'
import { openWorkshop, type Workshop } from './support/workshop.js'

/** How it ended, what it said, and which files it left behind. */
async function failureOf(workshop: Workshop, program: Program) {
  const exitCode = await program.ended()
  const [, message, hint, code] = /^error: (.*)\nhint: {2}(\S.*)\ncode: {2}(\w+)\n/m.exec(program.stderr) ?? []
  return { exitCode, message, hint, code, files: await credentialFiles(workshop) }
}

const failed = (code: string, message: RegExp, hint: RegExp): object => ({
  exitCode: 1,
  message: expect.stringMatching(message),
  hint: expect.stringMatching(hint),
  code,
  files: [],
})

const codeSpent = failed('CCPROXY_OAUTH_INVALID_GRANT', /code has expired or was used already/, /without delay/)

it('a callback with a wrong state is refused, and the attempt goes on', async () => {
  await using server = await startLoginServer()
  await using workshop = await openWorkshop(server)
  const { program, address } = await beginLogin(workshop, server)
  for (const query of ['code=forged&state=forged', 'error=access_denied', 'error=access_denied&state=forged']) {
    const forged = await fetch(new URL(`?${query}`, redirectOf(address)))
    expect(forged.status).toBe(400)
  }
  await program.printed(/does not belong to this sign-in was ignored/, { anywhere: true })
  expect(server.tokenRequests).toHaveLength(0)
  await walkRedirects(address)
  expect(await program.ended()).toBe(0)
  expect(await credentialFiles(workshop)).toEqual(['claude/default.json'])
})

it('consent is denied', async () => {
  await using server = await startLoginServer({ consent: 'deny' })
  await using workshop = await openWorkshop(server)
  const { program, address } = await beginLogin(workshop, server)
  await walkRedirects(address)
  expect(await failureOf(workshop, program)).toEqual(
    failed('CCPROXY_OAUTH_ACCESS_DENIED', /^claude\/default: the sign-in was refused$/, /start again/),
  )
  expect(server.tokenRequests).toHaveLength(0)
})

it('the code has expired when it comes', async () => {
  await using server = await startLoginServer()
  await using workshop = await openWorkshop(server)
  const { program, address } = await beginLogin(workshop, server)
  const end = await visitElsewhere(address)
  server.sandbox.revokeAllTokens()
  await walkRedirects(end)
  expect(await failureOf(workshop, program)).toEqual(codeSpent)
})

it('the code was used already', async () => {
  await using server = await startLoginServer()
  await using workshop = await openWorkshop(server)
  const first = await beginLogin(workshop, server)
  const spent = (await visitElsewhere(first.address)).searchParams.get('code') ?? ''
  first.program.type(`${spent}\n`)
  expect(await first.program.ended()).toBe(0)
  const logout = workshop.run(['auth', 'logout', 'claude'], { environment: server.environment })
  expect(await logout.ended()).toBe(0)
  const { program } = await beginLogin(workshop, server)
  program.type(`${spent}\n`)
  expect(await failureOf(workshop, program)).toEqual(codeSpent)
})

it('the token endpoint is dead', async () => {
  await using server = await startLoginServer()
  await using workshop = await openWorkshop(server)
  const gone = await startRecordingUpstream()
  await gone.close()
  const environment = { PLUGINS__CLAUDE__OAUTH__TOKEN_URL: `${gone.origin}/token` }
  const { program, address } = await beginLogin(workshop, server, { environment })
  const end = await visitElsewhere(address)
  workshop.secrets.add(end.searchParams.get('code') ?? '')
  await walkRedirects(end)
  expect(await failureOf(workshop, program)).toEqual(failed('CCPROXY_OAUTH_UNREACHABLE', /token endpoint/, /token_url/))
})

it('the callback port is taken, and nothing is pasted', async () => {
  await using server = await startLoginServer()
  await using workshop = await openWorkshop(server)
  await using holder = await startRecordingUpstream()
  const environment = { ...server.environment, PLUGINS__CLAUDE__OAUTH__CALLBACK_PORT: String(holder.port) }
  const program = workshop.run(['auth', 'login', 'claude', '--no-browser'], { environment })
  await program.printed(/^http\S+$/m)
  expect(program.stderr).toContain(
    `port ${holder.port} of 127.0.0.1 is taken, so no callback can come. Sign in all the same`,
  )
  program.endInput()
  expect(await failureOf(workshop, program)).toEqual(
    failed('CCPROXY_OAUTH_PORT_TAKEN', new RegExp(`^port ${holder.port} of 127`), /callback_port/),
  )
  expect(holder.requests).toEqual([])
})

it('the callback port is taken, and the address is pasted', async () => {
  await using server = await startLoginServer()
  await using workshop = await openWorkshop(server)
  await using holder = await startRecordingUpstream()
  const environment = { PLUGINS__CLAUDE__OAUTH__CALLBACK_PORT: String(holder.port) }
  const { program, address } = await beginLogin(workshop, server, { environment })
  program.type(`${(await visitElsewhere(address)).href}\n`)
  expect(await program.ended()).toBe(0)
})

it('a chosen callback port is used', async () => {
  await using server = await startLoginServer()
  await using workshop = await openWorkshop(server)
  const free = await startRecordingUpstream()
  await free.close()
  const environment = { PLUGINS__CLAUDE__OAUTH__CALLBACK_PORT: String(free.port) }
  const { program, address } = await beginLogin(workshop, server, { environment })
  expect(redirectOf(address).port).toBe(String(free.port))
  await walkRedirects(address)
  expect(await program.ended()).toBe(0)
})

it('Ctrl-C at the prompt', async () => {
  await using server = await startLoginServer()
  await using workshop = await openWorkshop(server)
  const { program, address } = await beginLogin(workshop, server)
  program.signal('SIGINT')
  expect(await program.ended()).toBe(1)
  expect(program.stderr).toContain('cancelled, nothing was changed')
  expect(await credentialFiles(workshop)).toEqual([])
  await expect(fetch(redirectOf(address))).rejects.toThrow('fetch failed')
})

it('Ctrl-C while the code is exchanged', async () => {
  await using server = await startLoginServer()
  await using workshop = await openWorkshop(server)
  const exchange = server.holdNext('request')
  const { program, address } = await beginLogin(workshop, server)
  await walkRedirects(address)
  await exchange.held
  program.signal('SIGINT')
  expect(await program.ended()).toBe(1)
  expect(program.stderr).toContain('cancelled, nothing was changed')
  expect(await credentialFiles(workshop)).toEqual([])
  exchange.release()
})

it.each([
  [['opneai'], 1, /^error: there is no provider opneai\nhint: {2}Did you mean openai\? Install it: npm i/m],
  [['claude', '--flow', 'brwser'], 2, /^error: claude has no flow brwser\nhint: {2}Did you mean browser\? It has: /m],
  [['claude', '--account', '../elsewhere'], 2, /^error: --account \.\.\/elsewhere is no account name/m],
])('auth login %j exits with %i', async (args, code, message) => {
  await using workshop = await openWorkshop()
  const program = workshop.run(['auth', 'login', ...args, '--no-browser'])
  expect(await program.ended()).toBe(code)
  expect(program.stderr).toMatch(message)
  expect(program.stdout).toBe('')
  expect(await credentialFiles(workshop)).toEqual([])
})
