// Every way to make the program talk, at its most talkative, with people and servers that put secrets where none belong.
// What it printed and answered is scanned when the workshop closes.
import { type Answer, answerJson, answerWith, type RecordedRequest, startRecordingUpstream } from '@ccproxy/testkit'
import { expect, it } from 'vitest'
import { writeEventRecorder } from './support/event-recorder.js'
import { expireLogin } from './support/expire-login.js'
import { type LoginServer, startLoginServer } from './support/login-server.js'
import { beginLogin, redirectOf, signIn } from './support/sign-in.js'
import { openWorkshop, type RunOptions, type Workshop } from './support/workshop.js'
import { writeSystemPlugin } from './support/write-plugin.js'

/** Settings that are secrets; the workshop scans for the values of all of them. */
const secretSettings = {
  ANTHROPIC_API_KEY: 'sk-ant-fake-key-of-the-environment',
  PLUGINS__CLAUDE__API_KEY: 'sk-ant-fake-key-of-the-settings',
  PLUGINS__CLAUDE__OAUTH__CLIENT_SECRET: 'fake-client-secret-of-the-settings',
  SECURITY__AUTH_TOKEN: 'fake-client-key-of-the-settings',
}

/** A server that repeats what it was sent, wherever text can be. */
const echo = (status: number, render: (sent: string) => object | string): Answer => {
  return (request, response) => {
    // The body first: texts of a server are cut.
    const sent = `${request.text()}\n${request.rawHeaders.join('\n')}`
    const body = render(sent)
    const answer = typeof body === 'string' ? answerWith(body, { status }) : answerJson(body, { status })
    return answer(request, response)
  }
}

const valueOf = (request: RecordedRequest, name: string): string => {
  const fields: Readonly<Record<string, unknown>> = JSON.parse(request.text())
  return String(fields[name])
}

const echoes: readonly (readonly [name: string, answer: Answer])[] = [
  ['in a description', echo(400, (sent) => ({ error: 'invalid_request', error_description: sent }))],
  ['in the error itself', echo(400, (sent) => ({ error: sent }))],
  ['in a page', echo(500, (sent) => `<html>${sent}</html>`)],
  ['in what is no JSON', echo(200, (sent) => `{"access_token": ${sent}`)],
  ['in a description of a granted token', echo(200, (sent) => ({ token_type: sent, error_description: sent }))],
  [
    'alone, as the whole description',
    (request, response) =>
      answerJson(
        {
          error: 'invalid_request',
          error_description: valueOf(
            request,
            request.text().includes('code_verifier') ? 'code_verifier' : 'refresh_token',
          ),
          error_uri: `https://login.example/?token=${valueOf(request, 'refresh_token')}`,
        },
        { status: 400 },
      )(request, response),
  ],
]

it('no command tells a token or a key, with or without --json and --debug', async () => {
  await using server = await startLoginServer()
  await using workshop = await openWorkshop(server)
  const { plugin, take } = await writeEventRecorder(workshop)
  const options = { environment: { ...server.environment, ...secretSettings }, plugins: [plugin, 'plugin-claude'] }
  // A public client: a secret of the settings would be refused by the authorization server.
  await signIn(workshop, server, { plugins: options.plugins })
  const withoutPlugins = { ...options, plugins: [] }
  const commands: readonly (readonly [args: readonly string[], code: number, options: RunOptions])[] = [
    [['auth', 'status'], 0, options],
    [['auth', 'providers'], 0, options],
    [['auth', 'refresh', 'claude'], 1, options],
    [['plugins', 'list'], 0, options],
    [['plugins', 'info', 'claude'], 0, options],
    [['plugins', 'settings', 'claude'], 0, options],
    [['config', 'show'], 0, withoutPlugins],
    [['config', 'path'], 0, withoutPlugins],
    [['auth', 'logout', 'claude'], 0, options],
  ]
  for (const [args, code, run] of commands) {
    const variants = ['--debug', '--json'].map((flag) => workshop.run([...args, flag], run).ended())
    expect([args, ...(await Promise.all(variants))]).toEqual([args, code, code])
  }
  expect(await take()).not.toHaveLength(0)
})

it.each(echoes)('a token endpoint that repeats what it was sent, %s, is not repeated', async (_name, answer) => {
  await using server = await startLoginServer()
  await using workshop = await openWorkshop(server)
  const { plugin, take } = await writeEventRecorder(workshop)
  const plugins = [plugin, 'plugin-claude']
  await signIn(workshop, server, { plugins })
  await expireLogin(workshop)
  // More than are asked for: a refresh that failed is tried again, also without a request.
  for (let count = 0; count < 20; count += 1) server.answerNext(answer)
  const served = await workshop.serve({ ...server, plugins })
  const refused = await served.ask('/claude/v1/models')
  expect(refused.status).toBeGreaterThanOrEqual(400)
  expect(refused.headers.get('x-ccproxy-error')).toMatch(/^CCPROXY_/)
  expect((await served.ask('/auth/status')).text).toContain('"lastError":{')
  expect(await served.stop()).toBe(0)
  expect(await failedLogin(workshop, server, plugins)).toBe(1)
  await take()
})

/** The code of a sign-in goes to the token endpoint, which answers badly. */
async function failedLogin(workshop: Workshop, server: LoginServer, plugins: readonly string[]) {
  const { program, address } = await beginLogin(workshop, server, { plugins, flags: ['--debug', '--json'] })
  const callback = redirectOf(address)
  callback.search = new URLSearchParams({
    code: 'fake-code-of-the-browser-1234',
    state: address.searchParams.get('state') ?? '',
  }).toString()
  await fetch(callback)
  return program.ended()
}

it('a server with a key tells it to nobody, whatever is asked and wherever clients put it', async () => {
  await using upstream = await startRecordingUpstream()
  await using server = await startLoginServer({ apiOrigin: upstream.origin })
  await using workshop = await openWorkshop(server)
  const { plugin, take } = await writeEventRecorder(workshop)
  const key = 'fake-client-key-of-this-server'
  const clientSecret = 'fake-secret-of-the-client-program'
  workshop.secrets.add(clientSecret)
  await signIn(workshop, server)
  const served = await workshop.serve({
    environment: {
      ...server.environment,
      ANTHROPIC_API_KEY: secretSettings.ANTHROPIC_API_KEY,
      SECURITY__AUTH_TOKEN: key,
    },
    plugins: [plugin, 'plugin-claude'],
  })
  const json = { 'content-type': 'application/json' }
  const paths = ['/health', '/auth/status', '/plugins', '/plugins/claude/health', '/plugins/none/health', '/nowhere']
  for (const path of [...paths, '/claude/v1/models', '/claude/v1/oauth/token', '/claude/v1//models'])
    for (const headers of [{ 'x-api-key': key }, { authorization: `Bearer ${clientSecret}` }, { 'x-ccproxy-key': key }])
      await served.ask(path, { headers })
  const inQuery = await served.ask(`/claude/v1/models?key=${key}`)
  expect(inQuery.status).toBe(200)
  await served.ask(`/claude/v1/models?key=${clientSecret}`)
  await served.ask(`/nowhere?access_token=${clientSecret}`)
  await served.ask('/claude/v1/messages', {
    method: 'POST',
    headers: { ...json, 'x-api-key': key },
    body: clientSecret,
  })

  // The answer of a provider passes as it is, also when it repeats the credential: only what we say of it is scanned.
  upstream.setAnswer(echo(400, (sent) => ({ type: 'error', error: { type: 'invalid_request_error', message: sent } })))
  const repeated = await fetch(`${served.origin}/claude/v1/models`, { headers: { 'x-api-key': key } })
  const { access_token: token } = await workshop.credential('claude')
  expect(await repeated.text()).toContain(String(token))
  await upstream.close()
  expect((await served.ask('/claude/v1/models', { headers: { 'x-api-key': key } })).status).toBe(502)
  expect(await served.stop()).toBe(0)
  expect((await take()).some(({ event }) => event === 'provider.error')).toBe(true)
})

it.each([
  ['a program that prints a stored token', `console.error('hello ' + token)`],
  ['one that prints it encoded', `console.log(Buffer.from('a token: ' + token).toString('base64'))`],
])('the scan finds %s', async (_name, leak) => {
  await using server = await startLoginServer()
  const workshop = await openWorkshop()
  await signIn(workshop, server)
  const token = JSON.stringify((await workshop.credential('claude'))['access_token'])
  const leaking = await writeSystemPlugin(workshop, 'leaking', `const token = ${token}; ${leak}`)
  await workshop.run(['plugins', 'list'], { plugins: [leaking] }).ended()
  await expect(workshop[Symbol.asyncDispose]()).rejects.toThrow(
    /secrets were put out:\n\d+: plugins list .* secret \d+/,
  )
})

it('the scan finds a secret in what was captured, and a key of the settings', async () => {
  const workshop = await openWorkshop()
  await workshop.run(['config', 'path'], { environment: secretSettings }).ended()
  workshop.capture('an answer', `{"key":"${secretSettings.ANTHROPIC_API_KEY}"}`)
  await expect(workshop[Symbol.asyncDispose]()).rejects.toThrow('an answer at 8')
})
