import nock from 'nock'
import { describe, expect, it } from 'vitest'
import { callBack, code, loggedIn, squatter, tokens } from './__fixtures__/browser-login.js'
import {
  authOrigin,
  browserFlow,
  expectNoSecret,
  failureOf,
  fastTiming,
  heldCredential,
  loginSession,
  onlyRequest,
  startOfTime,
} from './__fixtures__/flow-fixtures.js'
import { runLogin } from './run-login.js'

describe('a sign-in in the browser', () => {
  it('brings the first credential of a new grant', async () => {
    const { credential } = await loggedIn(browserFlow({ issuer: authOrigin }))
    expect(credential).toEqual({
      kind: 'oauth',
      flow: 'browser',
      grantId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      generation: 1,
      clientId: 'client-1',
      boundTo: {
        plugin: '@example/plugin-acme',
        tokenOrigin: authOrigin,
        apiOrigin: 'https://api.example.test',
        issuer: authOrigin,
      },
      scopes: ['inference', 'offline_access'],
      obtainedAt: startOfTime,
      expiresAt: startOfTime + 3_600_000,
      accessToken: 'fake-access-token-1',
      refreshToken: 'fake-refresh-token-1',
      tokenType: 'Bearer',
      extra: {},
    })
  })

  it('proves possession: the challenge is of the verifier, and the state is neither', async () => {
    const { session, url } = await loggedIn()
    const { body } = onlyRequest(session)
    expect(body).toEqual({
      grant_type: 'authorization_code',
      code,
      redirect_uri: url.searchParams.get('redirect_uri'),
      client_id: 'client-1',
      code_verifier: expect.stringMatching(/^[\w-]{43}$/),
    })
    const verifier = String(Reflect.get(Object(body), 'code_verifier'))
    const digest = await crypto.subtle.digest('SHA-256', Buffer.from(verifier))
    expect(Object.fromEntries(url.searchParams)).toEqual({
      response_type: 'code',
      client_id: 'client-1',
      scope: 'inference offline_access',
      redirect_uri: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/callback$/),
      state: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge: Buffer.from(digest).toString('base64url'),
      code_challenge_method: 'S256',
    })
    expect(url.searchParams.get('state')).not.toBe(verifier)
  })

  it('makes new secrets for each attempt', async () => {
    const [first, second] = [await loggedIn(), await loggedIn()]
    for (const name of ['state', 'code_challenge']) {
      expect(first.url.searchParams.get(name)).not.toBe(second.url.searchParams.get(name))
    }
  })

  it('gives the opener an address without the state', async () => {
    const { session, url } = await loggedIn()
    const { openUrl } = await session.interaction.shown
    expect(openUrl?.href).not.toContain(url.searchParams.get('state'))
    expect(openUrl?.origin).toBe(new URL(url.searchParams.get('redirect_uri') ?? '').origin)
  })

  it('goes on after a forged error', async () => {
    tokens()
    const session = loginSession()
    const login = runLogin(browserFlow(), session, fastTiming)
    expect((await callBack(session, { error: 'access_denied', state: 'forged' })).status).toBe(400)
    await callBack(session)
    await expect(login).resolves.toMatchObject({ accessToken: 'fake-access-token-1' })
    expect(session.interaction.notices).toHaveLength(1)
  })

  it('does not flood the person with forged answers', async () => {
    const session = loginSession()
    const login = runLogin(browserFlow(), session, fastTiming)
    for (let count = 0; count < 10; count++) await callBack(session, { state: 'forged' })
    session.interaction.giveUp()
    await failureOf(login)
    expect(session.interaction.notices.length).toBeLessThanOrEqual(3)
  })

  it('tells observers, without a secret', async () => {
    const { session } = await loggedIn()
    expect(session.events.map(({ event }) => event)).toEqual(['oauth.token.request', 'oauth.token.response'])
    expect(session.events[0]?.payload).toMatchObject({ flow: 'browser', grant: 'authorization_code' })
    expect(JSON.stringify(session.events)).not.toMatch(/fake-/)
  })

  it('ends the prompt that it raced against', async () => {
    const { session } = await loggedIn()
    expect(session.interaction.prompts.map(({ aborted }) => aborted)).toEqual([true])
  })

  it('leaves no listener behind', async () => {
    const { url } = await loggedIn()
    await expect(fetch(url.searchParams.get('redirect_uri') ?? '')).rejects.toThrow('fetch failed')
  })
})

describe('what a provider may deviate in', () => {
  it('extra parameters, but none that binds the answer to this attempt', async () => {
    const previous = heldCredential()
    const flow = browserFlow({
      authorizeUrl: `${authOrigin}/authorize?tenant=t1`,
      authorizeParams: (login) => ({
        access_type: 'offline',
        login_hint: login.previous?.profile?.email ?? '',
        installation: login.installationId,
        state: 'fixed',
        redirect_uri: 'https://evil.example/',
        code_challenge: 'fixed',
      }),
    })
    const { url } = await loggedIn(flow, loginSession({ previous }))
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      tenant: 't1',
      access_type: 'offline',
      login_hint: 'dev@example.test',
      installation: 'installation-1',
      redirect_uri: expect.stringMatching(/^http:\/\/127\.0\.0\.1/),
    })
    expect(url.searchParams.get('state')).not.toBe('fixed')
    expect(url.searchParams.get('code_challenge')).not.toBe('fixed')
  })

  it('a client that comes with the callback', async () => {
    const flow = browserFlow({ callback: (parameters) => ({ clientId: parameters.get('client_id') ?? '' }) })
    tokens()
    const session = loginSession()
    const login = runLogin(flow, session, fastTiming)
    await callBack(session, { code, client_id: 'issued-1' })
    await expect(login).resolves.toMatchObject({ clientId: 'issued-1' })
    expect(onlyRequest(session).body).toMatchObject({ client_id: 'issued-1' })
  })

  it('additions from the answer, and a path and a port of its own', async () => {
    const { port, leave } = await squatter()
    await leave()
    const flow = browserFlow({
      redirect: { kind: 'loopback', path: '/auth/done', ports: [port] },
      credential: () => ({ profile: { email: 'dev@example.test' }, extra: { seat: '7' } }),
    })
    const { credential, url } = await loggedIn(flow)
    expect(url.searchParams.get('redirect_uri')).toBe(`http://127.0.0.1:${port}/auth/done`)
    expect(credential).toMatchObject({ profile: { email: 'dev@example.test' }, extra: { seat: '7' } })
  })
})

it('sends a redirect without a path where the flow has none: the browser comes to the root', async () => {
  const flow = browserFlow({ redirect: { kind: 'loopback', host: 'localhost', path: '' } })
  const { url, session } = await loggedIn(flow)
  const redirectUri = url.searchParams.get('redirect_uri')
  expect(redirectUri).toMatch(/^http:\/\/localhost:\d+$/)
  expect(onlyRequest(session).body).toMatchObject({ redirect_uri: redirectUri })
})

describe('a sign-in that fails', () => {
  it.each([
    ['refused', { error: 'access_denied' }, 'CCPROXY_OAUTH_ACCESS_DENIED'],
    [
      'another error',
      { error: 'invalid_scope', error_description: 'no such scope' },
      'CCPROXY_OAUTH_AUTHORIZATION_FAILED',
    ],
    ['an answer without a code', { scope: 'inference' }, 'CCPROXY_OAUTH_AUTHORIZATION_FAILED'],
    ['the answer of another server', { code, iss: 'https://evil.example' }, 'CCPROXY_OAUTH_ISSUER_MISMATCH'],
  ])('%s', async (_name, parameters, expected) => {
    const session = loginSession()
    const login = runLogin(browserFlow({ issuer: authOrigin }), session, fastTiming)
    login.catch(() => {})
    await callBack(session, parameters)
    const error = await failureOf(login)
    expect(error.code).toBe(expected)
    expect(session.requests).toEqual([])
    expectNoSecret(error, code)
  })

  it.each([
    ['invalid_grant', 'CCPROXY_OAUTH_INVALID_GRANT', /has expired or was used already/],
    ['invalid_client', 'CCPROXY_OAUTH_CLIENT_REJECTED', /invalid_client/],
  ])('at the token endpoint: %s', async (name, expected, message) => {
    const session = loginSession()
    nock(authOrigin)
      .post('/token')
      .reply(400, { error: name, error_description: `the code ${code} is bad` })
    const login = runLogin(browserFlow({ clientSecret: 'fake-client-secret' }), session, fastTiming)
    login.catch(() => {})
    await callBack(session)
    const error = await failureOf(login)
    expect(error.code).toBe(expected)
    expect(error.message).toMatch(message)
    const { url } = await session.interaction.shown
    const verifier = String(Reflect.get(Object(onlyRequest(session).body), 'code_verifier'))
    expectNoSecret(error, code, verifier, 'fake-client-secret', url.searchParams.get('state') ?? '')
  })

  it('is cancelled by the person, while waiting and while exchanging', async () => {
    const waiting = loginSession()
    const first = runLogin(browserFlow(), waiting, fastTiming)
    first.catch(() => {})
    await waiting.interaction.shown
    waiting.interaction.giveUp()
    expect((await failureOf(first)).code).toBe('CCPROXY_OAUTH_CANCELLED')

    const hanging = loginSession({
      fetch: (_input, init) =>
        new Promise((_resolve, reject) => {
          init?.signal?.addEventListener('abort', () => reject(init.signal?.reason))
          hanging.interaction.giveUp()
        }),
    })
    const second = runLogin(browserFlow(), hanging, fastTiming)
    second.catch(() => {})
    await callBack(hanging)
    expect((await failureOf(second)).code).toBe('CCPROXY_OAUTH_CANCELLED')
  })

  it('is over before it begins when the person has left', async () => {
    const session = loginSession()
    session.interaction.giveUp()
    expect((await failureOf(runLogin(browserFlow(), session, fastTiming))).code).toBe('CCPROXY_OAUTH_CANCELLED')
  })

  it('takes too long', async () => {
    const session = loginSession()
    const error = await failureOf(runLogin(browserFlow(), session, { ...fastTiming, loginTimeoutMs: 20 }))
    expect(error.code).toBe('CCPROXY_OAUTH_LOGIN_TIMEOUT')
    expect(session.interaction.prompts.map(({ aborted }) => aborted)).toEqual([true])
  })

  it.each([
    ['authorize', browserFlow({ authorizeUrl: 'http://auth.example.test/authorize' })],
    ['token', browserFlow({ token: { url: 'http://auth.example.test/token' } })],
    ['key set', browserFlow({ idToken: { issuer: authOrigin, jwksUrl: 'http://auth.example.test/keys' } })],
  ])('has an unsafe endpoint (%s): nothing is shown or sent', async (_name, flow) => {
    const session = loginSession()
    expect((await failureOf(runLogin(flow, session, fastTiming))).code).toBe('CCPROXY_OAUTH_ENDPOINT_INSECURE')
    expect(session.interaction.questions).toEqual([])
    expect(session.requests).toEqual([])
  })

  it.each([
    ['no client id', browserFlow({ clientId: undefined }), 'oauth.client_id'],
    ['its own reason', browserFlow({ unavailable: { reason: 'not set up', hint: 'set it up' } }), 'set it up'],
  ])('is not available: %s', async (_name, flow, hint) => {
    const error = await failureOf(runLogin(flow, loginSession(), fastTiming))
    expect(error).toMatchObject({ code: 'CCPROXY_OAUTH_FLOW_UNAVAILABLE', hint: expect.stringContaining(hint) })
  })
})
