import nock from 'nock'
import { describe, expect, it } from 'vitest'
import {
  authOrigin,
  browserFlow,
  failureOf,
  heldCredential,
  loginSession,
  oldRefreshToken,
  onlyRequest,
  startOfTime,
} from './__fixtures__/flow-fixtures.js'
import type { CustomFlow } from './oauth-flow.js'
import { redeemRefreshToken } from './redeem-refresh-token.js'

const token = { access_token: 'fake-access-token-new', token_type: 'Bearer', expires_in: 3600 }

function endpoint(): nock.Interceptor {
  return nock(authOrigin).post('/token')
}

async function refreshed(answer: object, flow = browserFlow(), credential = heldCredential()) {
  endpoint().reply(200, answer)
  return await redeemRefreshToken(flow, credential, loginSession())
}

describe('a refresh that succeeds', () => {
  it('spends the stored refresh token with the stored client and takes what came', async () => {
    endpoint().reply(200, { ...token, refresh_token: 'fake-refresh-token-new', scope: 'inference profile' })
    const session = loginSession()
    const credential = heldCredential({ clientId: 'client-of-the-grant' })
    const renewed = await redeemRefreshToken(browserFlow(), credential, session)
    expect(onlyRequest(session).body).toEqual({
      grant_type: 'refresh_token',
      refresh_token: oldRefreshToken,
      client_id: 'client-of-the-grant',
    })
    expect(renewed).toEqual({
      ...heldCredential(),
      revision: undefined,
      clientId: 'client-of-the-grant',
      obtainedAt: startOfTime,
      accessToken: 'fake-access-token-new',
      refreshToken: 'fake-refresh-token-new',
      expiresAt: startOfTime + 3_600_000,
      scopes: ['inference', 'profile'],
      generation: 4,
    })
    expect(Object.keys(renewed)).not.toContain('revision')
  })

  it('keeps the old refresh token, the scopes and the rest only where the answer brings none', async () => {
    const renewed = await refreshed(token)
    expect(renewed).toMatchObject({
      refreshToken: oldRefreshToken,
      scopes: ['inference'],
      profile: { email: 'dev@example.test' },
      extra: { kept: 'yes' },
      refreshTokenExpiresAt: startOfTime + 86_400_000,
    })
  })

  it.each([
    ['a lifetime as a string', { ...token, expires_in: '3600' }, startOfTime + 3_600_000],
    ['no lifetime', { access_token: 'fake-access-token-new', token_type: 'Bearer' }, undefined],
    ['a lifetime of null', { ...token, expires_in: null }, undefined],
    ['a lifetime that is nonsense', { ...token, expires_in: 'soon' }, undefined],
    ['no token type', { access_token: 'fake-access-token-new', expires_in: 60 }, startOfTime + 60_000],
    ['an empty refresh token', { ...token, refresh_token: '' }, startOfTime + 3_600_000],
    ['scopes as a list', { ...token, scope: ['inference'] }, startOfTime + 3_600_000],
    ['an id token that nobody verifies', { ...token, id_token: 'not-a-jwt' }, startOfTime + 3_600_000],
  ])('understands %s', async (_name, answer, expiresAt) => {
    const renewed = await refreshed(answer)
    expect(renewed.expiresAt).toBe(expiresAt)
    expect(renewed).toMatchObject({ tokenType: 'Bearer', refreshToken: oldRefreshToken, scopes: ['inference'] })
  })

  it('understands refresh_token_expires_in', async () => {
    const renewed = await refreshed({ ...token, refresh_token: 'fake-refresh-token-new', refresh_token_expires_in: 60 })
    expect(renewed.refreshTokenExpiresAt).toBe(startOfTime + 60_000)
  })

  it('drops a moment before which the old token was not to be refreshed, and a needs-login mark', async () => {
    const marked = heldCredential({
      refreshNotBefore: 1,
      needsLogin: { at: 1, code: 'CCPROXY_OAUTH_INVALID_GRANT', reason: 'x' },
    })
    const renewed = await refreshed(token, browserFlow(), marked)
    expect(renewed).not.toHaveProperty('refreshNotBefore')
    expect(renewed).not.toHaveProperty('needsLogin')
  })

  it('applies what the plugin reads from the answer', async () => {
    const flow = browserFlow({
      credential: (answer) => ({ profile: { plan: String(answer['plan']) }, extra: { seat: '7' } }),
    })
    const renewed = await refreshed({ ...token, plan: 'team' }, flow)
    expect(renewed).toMatchObject({ profile: { plan: 'team' }, extra: { kept: 'yes', seat: '7' } })
  })

  it('keeps the tokens when the plugin fails to read the answer: the old ones are spent', async () => {
    const flow = browserFlow({
      credential: () => {
        throw new Error('fake-access-token-new')
      },
    })
    await expect(refreshed(token, flow)).resolves.toMatchObject({ accessToken: 'fake-access-token-new', generation: 4 })
  })

  it('tells observers of the request and its answer', async () => {
    endpoint().reply(200, token)
    const session = loginSession()
    await redeemRefreshToken(browserFlow(), heldCredential(), session)
    expect(session.events).toEqual([
      { event: 'oauth.token.request', payload: { key: session.key, flow: 'browser', grant: 'refresh_token' } },
      { event: 'oauth.token.response', payload: { key: session.key, flow: 'browser', status: 200, durationMs: 0 } },
    ])
  })
})

async function sent(flow = browserFlow()): Promise<ReturnType<typeof onlyRequest>> {
  endpoint().reply(200, token)
  const session = loginSession()
  await redeemRefreshToken(flow, heldCredential(), session)
  return onlyRequest(session)
}

describe('how the request is written', () => {
  it('is a form that asks for JSON', async () => {
    const { headers } = await sent()
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
      accept: 'application/json',
      'user-agent': 'ccproxy',
    })
  })

  it('is JSON where the server reads only that, with its headers and parameters', async () => {
    const { body, headers } = await sent(
      browserFlow({
        token: {
          url: `${authOrigin}/token`,
          encoding: 'json',
          headers: { 'Acme-Beta': 'oauth-1' },
          params: { audience: 'acme', grant_type: 'not this one' },
        },
      }),
    )
    expect(Object.fromEntries(headers)).toMatchObject({ 'content-type': 'application/json', 'acme-beta': 'oauth-1' })
    expect(body).toEqual({
      grant_type: 'refresh_token',
      refresh_token: oldRefreshToken,
      client_id: 'client-1',
      audience: 'acme',
    })
  })

  it('has the client secret in the body by default', async () => {
    const { body } = await sent(browserFlow({ clientSecret: 'fake-client-secret' }))
    expect(body).toMatchObject({ client_id: 'client-1', client_secret: 'fake-client-secret' })
  })

  it('has it in the header where the server wants that', async () => {
    const flow = browserFlow({
      clientSecret: 'fake-secret',
      token: { url: `${authOrigin}/token`, clientAuth: 'client_secret_basic' },
    })
    const { body, headers } = await sent(flow)
    expect(headers.get('authorization')).toBe(`Basic ${btoa('client%2D1:fake%2Dsecret')}`)
    expect(body).not.toHaveProperty('client_secret')
  })
})

describe('a refresh that cannot be sent', () => {
  it('needs a safe endpoint', async () => {
    const flow = browserFlow({ token: { url: 'http://auth.example.test/token' } })
    const error = await failureOf(redeemRefreshToken(flow, heldCredential(), loginSession()))
    expect(error.code).toBe('CCPROXY_OAUTH_ENDPOINT_INSECURE')
    expect(error.message).toContain('http://auth.example.test')
  })

  it.each([
    ['a client id', browserFlow({ clientId: undefined }), heldCredential()],
    ['its secret', browserFlow({ token: { url: `${authOrigin}/token`, clientAuth: 'client_secret_post' } }), undefined],
  ])('needs %s', async (_name, flow, credential) => {
    const { clientId: _clientId, ...anonymous } = heldCredential()
    const error = await failureOf(redeemRefreshToken(flow, credential ? anonymous : heldCredential(), loginSession()))
    expect(error).toMatchObject({
      code: 'CCPROXY_OAUTH_FLOW_UNAVAILABLE',
      hint: expect.stringContaining('oauth.client_'),
    })
  })

  it('needs a refresh token', async () => {
    const { refreshToken: _refreshToken, ...without } = heldCredential()
    const error = await failureOf(redeemRefreshToken(browserFlow(), without, loginSession()))
    expect(error.code).toBe('CCPROXY_CREDENTIAL_NEEDS_LOGIN')
  })

  it('is not for flows without refresh tokens', async () => {
    const flow = { kind: 'api-key', id: 'key', label: 'Key', env: [] } as const
    const error = await failureOf(redeemRefreshToken(flow, heldCredential(), loginSession()))
    expect(error.code).toBe('CCPROXY_OAUTH_FLOW_UNAVAILABLE')
  })
})

describe('a custom flow', () => {
  const custom: CustomFlow = {
    kind: 'custom',
    id: 'special',
    label: 'Special',
    login: async () => heldCredential(),
  }

  it('refreshes itself, within the rules of the life cycle', async () => {
    const flow: CustomFlow = {
      ...custom,
      refresh: async () => {
        const { refreshToken: _refreshToken, ...renewed } = heldCredential({
          accessToken: 'fake-access-token-new',
          grantId: 'another',
          generation: 1,
          boundTo: { plugin: 'x', tokenOrigin: 'https://x.test', apiOrigin: 'https://x.test' },
        })
        return renewed
      },
    }
    await expect(redeemRefreshToken(flow, heldCredential(), loginSession())).resolves.toMatchObject({
      accessToken: 'fake-access-token-new',
      refreshToken: oldRefreshToken,
      flow: 'special',
      grantId: 'grant-1',
      generation: 4,
      boundTo: heldCredential().boundTo,
    })
  })

  it('says when it does not refresh', async () => {
    const error = await failureOf(redeemRefreshToken(custom, heldCredential(), loginSession()))
    expect(error.code).toBe('CCPROXY_OAUTH_FLOW_UNAVAILABLE')
  })

  it('keeps the words of its own errors out of ours', async () => {
    const flow: CustomFlow = { ...custom, refresh: async () => Promise.reject(new Error(oldRefreshToken)) }
    const error = await failureOf(redeemRefreshToken(flow, heldCredential(), loginSession()))
    expect(error.code).toBe('CCPROXY_INTERNAL')
    expect(String(error.stack)).not.toContain(oldRefreshToken)
  })
})
