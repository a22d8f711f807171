// `ccproxy serve` is ended while a refresh is under way. The login is usable afterwards, or its loss has a name.
import { startRecordingUpstream } from '@ccproxy/testkit'
import { expect, it } from 'vitest'
import { expireLogin } from './support/expire-login.js'
import { type LoginServer, startLoginServer } from './support/login-server.js'
import { signIn } from './support/sign-in.js'
import { openWorkshop, type Workshop } from './support/workshop.js'

const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }

/** Kills a server whose refresh is held at this point. @returns its process id */
async function killAt(what: 'request' | 'answer', workshop: Workshop, server: LoginServer): Promise<number> {
  await signIn(workshop, server)
  const victim = await workshop.serve(server)
  const refresh = server.holdNext(what)
  await expireLogin(workshop, victim)
  const cutOff = victim.ask('/claude/v1/messages', post).then(
    ({ status }) => `answered ${status}`,
    () => 'cut off',
  )
  await refresh.held
  victim.program.signal('SIGKILL')
  expect([await victim.program.ended(), await cutOff]).toEqual([null, 'cut off'])
  return victim.program.process.pid ?? 0
}

it('SIGKILL before the authorization server saw the request: the login is usable', async () => {
  await using upstream = await startRecordingUpstream()
  await using server = await startLoginServer({ apiOrigin: upstream.origin })
  await using workshop = await openWorkshop()
  await killAt('request', workshop, server)
  const heir = await workshop.serve(server)
  expect((await heir.ask('/claude/v1/messages', post)).status).toBe(200)
  expect(server.sandbox.stats()).toMatchObject({ refreshes: 1, replays: 0 })
  expect(await workshop.credential('claude')).toMatchObject({ generation: 2 })
  expect(await heir.stop()).toBe(0)
})

it('SIGKILL after the refresh token was rotated: the loss names the process and the time', async () => {
  await using upstream = await startRecordingUpstream()
  await using server = await startLoginServer({ apiOrigin: upstream.origin })
  await using workshop = await openWorkshop()
  const killed = await killAt('answer', workshop, server)
  const heir = await workshop.serve(server)
  const { status, headers, text } = await heir.ask('/claude/v1/messages', post)
  expect([status, headers.get('x-ccproxy-error')]).toEqual([401, 'CCPROXY_CREDENTIAL_NEEDS_LOGIN'])
  expect(text).toMatch(
    new RegExp(`a refresh by process ${killed} was interrupted at \\d{4}-\\S+Z .*ccproxy auth login claude`),
  )
  expect(upstream.requests).toHaveLength(0)
  expect(await heir.stop()).toBe(0)

  await signIn(workshop, server)
  const again = await workshop.serve(server)
  expect((await again.ask('/claude/v1/messages', post)).status).toBe(200)
})

it('SIGTERM during a slow token answer: it is on disk, and the request that waited is answered', async () => {
  await using upstream = await startRecordingUpstream()
  await using server = await startLoginServer({ apiOrigin: upstream.origin })
  await using workshop = await openWorkshop()
  await signIn(workshop, server)
  const served = await workshop.serve(server)
  const refresh = server.holdNext('answer')
  await expireLogin(workshop, served)
  const answer = served.ask('/claude/v1/messages', post)
  await refresh.held
  const stopped = served.stop()
  await served.program.printed(/Stopping\./, { anywhere: true })
  refresh.release()
  expect((await answer).status).toBe(200)
  expect(await stopped).toBe(0)
  const credential = await workshop.credential('claude')
  expect(credential).toMatchObject({ generation: 2 })
  expect(upstream.requests[0]?.header('authorization')).toBe(`Bearer ${String(credential['access_token'])}`)
})
