// `ccproxy auth login claude --no-browser` against a real authorization server, and what the login is good for.
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { startRecordingUpstream, walkRedirects } from '@ccproxy/testkit'
import { expect, it } from 'vitest'
import { startLoginServer } from './support/login-server.js'
import { beginLogin, redirectOf, signIn } from './support/sign-in.js'
import { openWorkshop } from './support/workshop.js'

it('signs in through the callback and keeps the login to its owner', async () => {
  await using server = await startLoginServer()
  await using workshop = await openWorkshop(server)
  const { program, address } = await beginLogin(workshop, server)
  const { response } = await walkRedirects(address)
  expect(response?.status).toBe(200)
  expect(await program.ended()).toBe(0)
  // A script reads the address and nothing else.
  expect(program.stdout).toBe(`${address.href}\n`)
  expect(program.stderr).toContain('Signed in to Claude')

  const file = join(workshop.directory, 'credentials', 'claude', 'default.json')
  expect(((await stat(file)).mode & 0o777).toString(8)).toBe('600')
  for (const folder of [join(file, '..'), join(file, '../..')])
    expect(((await stat(folder)).mode & 0o777).toString(8)).toBe('700')

  const status = workshop.run(['auth', 'status', '--json'], { environment: server.environment })
  expect(await status.ended()).toBe(0)
  expect(JSON.parse(status.stdout)).toMatchObject({
    providers: [{ provider: 'claude', account: 'default', state: 'valid', hasRefreshToken: true, lastError: null }],
  })
})

it('redeems the code once, as JSON, with the verifier of its challenge', async () => {
  await using server = await startLoginServer()
  await using workshop = await openWorkshop(server)
  const { program, address } = await beginLogin(workshop, server)
  expect(redirectOf(address).href).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/)
  expect(Object.fromEntries(address.searchParams)).toMatchObject({
    response_type: 'code',
    client_id: server.sandbox.clients.public.clientId,
    scope: 'inference offline_access',
    code_challenge_method: 'S256',
  })
  await walkRedirects(address)
  expect(await program.ended()).toBe(0)
  expect(server.tokenRequests).toHaveLength(1)
  const [request] = server.tokenRequests
  expect(request?.header('content-type')).toMatch(/^application\/json/)
  expect(request?.header('anthropic-beta')).toBe('oauth-2025-04-20')
  expect(JSON.parse(request?.text() ?? '')).toEqual({
    grant_type: 'authorization_code',
    code: expect.any(String),
    code_verifier: expect.stringMatching(/^[\w.~-]{43,128}$/),
    redirect_uri: redirectOf(address).href,
    client_id: server.sandbox.clients.public.clientId,
  })
})

it("signs requests with the bearer, and adds its beta to the client's own", async () => {
  await using upstream = await startRecordingUpstream()
  await using server = await startLoginServer({ apiOrigin: upstream.origin })
  await using workshop = await openWorkshop(server)
  await signIn(workshop, server)
  const { access_token: token } = await workshop.credential('claude')
  const served = await workshop.serve({ environment: server.environment })
  const send = async (headers: Readonly<Record<string, string>>) => {
    const answer = await fetch(`${served.origin}/claude/v1/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': 'fake-client-key-1', ...headers },
      body: '{}',
    })
    expect(answer.status).toBe(200)
    return upstream.requests.at(-1)
  }
  for (const [sent, seen] of [
    [
      { 'anthropic-beta': 'files-api-2025-04-14,context-1m' },
      ['files-api-2025-04-14', 'context-1m', 'oauth-2025-04-20'],
    ],
    [{ 'anthropic-beta': 'oauth-2025-04-20, other' }, ['oauth-2025-04-20', 'other']],
    [{}, ['oauth-2025-04-20']],
  ] as const) {
    const request = await send(sent)
    expect(request?.header('authorization')).toBe(`Bearer ${String(token)}`)
    expect(request?.header('anthropic-beta')?.split(/\s*,\s*/)).toEqual(seen)
    expect(request?.header('anthropic-version')).toBe('2023-06-01')
    expect(request?.header('x-api-key')).toBeUndefined()
  }
  expect(await served.stop()).toBe(0)
})
