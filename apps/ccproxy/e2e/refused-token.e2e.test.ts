// The provider says 401: renew once, send once more, and then believe it.
import { answerJson, answerWith, startRecordingUpstream } from '@ccproxy/testkit'
import { expect, it } from 'vitest'
import { expireLogin } from './support/expire-login.js'
import { startLoginServer } from './support/login-server.js'
import { signIn } from './support/sign-in.js'
import { openWorkshop } from './support/workshop.js'

// Neither canonical JSON nor ASCII: a body that was parsed and written again would differ.
const body = '{ "model":"m",\t"messages":[{"role":"user","content":"\\u00e9 é 😀"}], "max_tokens": 1e2 }\n'
const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body }
const refusal =
  '{"type": "error", "error": {"type": "authentication_error", "message": "no"}, "request_id": "req_fake"}\n'
const refuse = answerWith(refusal, {
  status: 401,
  headers: { 'content-type': 'application/json', 'request-id': 'req_fake', 'x-should-retry': 'false' },
})

it('is answered after one refresh and one replay of the same bytes', async () => {
  await using upstream = await startRecordingUpstream({ answer: answerJson({ ok: true }) })
  await using server = await startLoginServer({ apiOrigin: upstream.origin })
  await using workshop = await openWorkshop()
  await signIn(workshop, server)
  const served = await workshop.serve(server)
  upstream.answerNext(refuse)
  expect(await served.ask('/claude/v1/messages?beta=true', post)).toMatchObject({ status: 200, text: '{"ok":true}' })
  expect(upstream.requests.map((request) => [request.target, request.text()])).toEqual([
    ['/v1/messages?beta=true', body],
    ['/v1/messages?beta=true', body],
  ])
  const [first, second] = upstream.requests.map((request) => request.header('authorization'))
  expect(second).toBe(`Bearer ${String((await workshop.credential('claude'))['access_token'])}`)
  expect(first).not.toBe(second)
  expect(server.refreshes).toHaveLength(1)
})

it('gets the refusal of the provider as it is when the new token is refused too, and no more refreshes', async () => {
  await using upstream = await startRecordingUpstream({ answer: refuse })
  await using server = await startLoginServer({ apiOrigin: upstream.origin })
  await using workshop = await openWorkshop()
  await signIn(workshop, server)
  const served = await workshop.serve(server)
  const answer = await served.ask('/claude/v1/messages', post)
  expect(answer).toMatchObject({ status: 401, text: refusal })
  expect(answer.headers.get('request-id')).toBe('req_fake')
  expect(answer.headers.has('x-ccproxy-error')).toBe(false)
  expect(upstream.requests.map((request) => request.text())).toEqual([body, body])
  expect(new Set(upstream.requests.map((request) => request.header('authorization'))).size).toBe(2)

  const more = await Promise.all(Array.from({ length: 20 }, () => served.ask('/claude/v1/messages', post)))
  expect(more.map(({ status, text }) => [status, text])).toEqual(more.map(() => [401, refusal]))
  expect(upstream.requests).toHaveLength(22)
  expect(server.refreshes).toHaveLength(1)
})

it('names the command to sign in when the grant was revoked, and asks for no more tokens', async () => {
  await using upstream = await startRecordingUpstream()
  await using server = await startLoginServer({ apiOrigin: upstream.origin })
  await using workshop = await openWorkshop()
  await signIn(workshop, server)
  const served = await workshop.serve(server)
  server.sandbox.revokeAllTokens()
  const refresh = server.holdNext('request')
  await expireLogin(workshop, served)
  refresh.release()
  const answers = [await served.ask('/claude/v1/messages', post), await served.ask('/claude/v1/messages', post)]
  for (const { status, headers, text } of answers) {
    expect(status).toBe(401)
    expect(headers.get('x-ccproxy-error')).toBe('CCPROXY_CREDENTIAL_NEEDS_LOGIN')
    expect(JSON.parse(text)).toMatchObject({
      type: 'error',
      error: { type: 'authentication_error', message: expect.stringContaining('ccproxy auth login claude') },
    })
  }
  expect(upstream.requests).toHaveLength(0)
  expect(server.refreshes).toHaveLength(1)
  const status = workshop.run(['auth', 'status', '--provider', 'claude', '--json'], server)
  expect(await status.ended()).toBe(3)
  expect(JSON.parse(status.stdout)).toMatchObject({ providers: [{ state: 'needs-login' }] })
})
