import nock from 'nock'
import { describe, expect, it } from 'vitest'
import {
  authOrigin,
  browserFlow,
  failureOf,
  fastTiming,
  heldCredential,
  loginSession,
  oldRefreshToken,
} from './__fixtures__/flow-fixtures.js'
import { withEndpoints } from './discover-endpoints.js'
import type { AuthorizationCodeFlow, DeviceCodeFlow } from './oauth-flow.js'
import { redeemRefreshToken } from './redeem-refresh-token.js'
import { revokeCredential } from './revoke-credential.js'

const metadata = {
  issuer: authOrigin,
  authorization_endpoint: `${authOrigin}/announced/authorize`,
  token_endpoint: `${authOrigin}/announced/token`,
  device_authorization_endpoint: `${authOrigin}/announced/device`,
}

const openFlow = (overrides: Partial<AuthorizationCodeFlow> = {}): AuthorizationCodeFlow =>
  browserFlow({
    issuer: authOrigin,
    discovery: 'openid-configuration',
    authorizeUrl: '',
    token: { url: '' },
    ...overrides,
  })

const openDeviceFlow: DeviceCodeFlow = {
  kind: 'device-code',
  id: 'device',
  label: 'Acme',
  clientId: 'client-1',
  scopes: [],
  issuer: authOrigin,
  discovery: 'openid-configuration',
  deviceAuthorizationUrl: '',
  token: { url: '' },
}

function announced(body: nock.Body, status = 200): nock.Scope {
  return nock(authOrigin).get('/.well-known/openid-configuration').reply(status, body)
}

const find = <Flow extends AuthorizationCodeFlow | DeviceCodeFlow>(flow: Flow, session = loginSession()) =>
  withEndpoints(flow, session, fastTiming)

describe('endpoints that a flow leaves open', () => {
  it('are those that the issuer announces', async () => {
    announced({ ...metadata, revocation_endpoint: `${authOrigin}/announced/revoke` })
    expect(await find(openFlow())).toMatchObject({
      authorizeUrl: `${authOrigin}/announced/authorize`,
      token: { url: `${authOrigin}/announced/token` },
      revokeUrl: `${authOrigin}/announced/revoke`,
      issuerRequired: false,
    })
  })

  it('are found for a device code, too', async () => {
    announced(metadata)
    expect(await find(openDeviceFlow)).toMatchObject({
      deviceAuthorizationUrl: `${authOrigin}/announced/device`,
      token: { url: `${authOrigin}/announced/token` },
      revokeUrl: undefined,
    })
  })

  it('do not replace those that the flow names', async () => {
    announced(metadata)
    const flow = openFlow({ token: { url: `${authOrigin}/own/token`, encoding: 'json' }, issuerRequired: true })
    expect(await find(flow)).toMatchObject({
      authorizeUrl: `${authOrigin}/announced/authorize`,
      token: { url: `${authOrigin}/own/token`, encoding: 'json' },
      issuerRequired: true,
    })
  })

  it('are at the name of RFC 8414 where the flow says so', async () => {
    nock(authOrigin).get('/.well-known/oauth-authorization-server').reply(200, metadata)
    expect((await find(openFlow({ discovery: 'oauth-authorization-server' }))).authorizeUrl).not.toBe('')
  })

  it('make `iss` required where the issuer always sends it', async () => {
    announced({ ...metadata, authorization_response_iss_parameter_supported: true })
    expect(await find(openFlow())).toMatchObject({ issuerRequired: true })
  })

  it.each([
    ['another issuer', { ...metadata, issuer: 'https://evil.example' }, 200],
    ['no token endpoint', { ...metadata, token_endpoint: undefined }, 200],
    [
      'a token endpoint that anyone can listen to',
      { ...metadata, token_endpoint: 'http://auth.example.test/token' },
      200,
    ],
    ['a page of HTML', '<html>hello</html>', 200],
    ['a failure', { error: 'oops' }, 500],
  ])('cannot be used when the issuer answers with %s', async (_name, body, status) => {
    announced(body, status)
    const error = await failureOf(find(openFlow()))
    expect(error).toMatchObject({ code: 'CCPROXY_OAUTH_UNREACHABLE', retryable: true })
    expect(error.hint).toContain('oauth.issuer')
  })

  it('cannot be used when the connection drops', async () => {
    nock(authOrigin)
      .get('/.well-known/openid-configuration')
      .replyWithError(Object.assign(new Error('fake'), { code: 'ECONNRESET' }))
    expect(await failureOf(find(openFlow()))).toMatchObject({ code: 'CCPROXY_OAUTH_UNREACHABLE' })
  })
})

it('asks nobody for a flow that names all of them, or that does not discover', async () => {
  const named = openFlow({ authorizeUrl: `${authOrigin}/authorize`, token: { url: `${authOrigin}/token` } })
  const session = loginSession()
  expect(await find(named, session)).toBe(named)
  expect(await find(browserFlow(), session)).toEqual(browserFlow())
  expect(session.requests).toEqual([])
})

describe('a refresh', () => {
  const credential = heldCredential()

  it('goes to the announced token endpoint', async () => {
    announced(metadata)
    nock(authOrigin)
      .post('/announced/token', { grant_type: 'refresh_token', refresh_token: oldRefreshToken, client_id: 'client-1' })
      .reply(200, { access_token: 'fake-access-token-new', expires_in: 60 })
    const next = await redeemRefreshToken(openFlow(), credential, loginSession(), fastTiming)
    expect(next).toMatchObject({ accessToken: 'fake-access-token-new', refreshToken: oldRefreshToken, generation: 4 })
  })

  it('keeps the refresh token to itself when the issuer has moved the endpoint elsewhere', async () => {
    announced({ ...metadata, token_endpoint: 'https://elsewhere.example/token' })
    const session = loginSession()
    const error = await failureOf(redeemRefreshToken(openFlow(), credential, session, fastTiming))
    expect(error.code).toBe('CCPROXY_CREDENTIAL_BINDING')
    expect(session.requests.map(({ method }) => method)).toEqual(['GET'])
  })

  it('has spent nothing when the metadata cannot be read', async () => {
    announced('', 503)
    const error = await failureOf(redeemRefreshToken(openFlow(), credential, loginSession(), fastTiming))
    expect(error.code).toBe('CCPROXY_OAUTH_UNREACHABLE')
  })
})

describe('a sign-out', () => {
  it('revokes where the issuer says so', async () => {
    announced({ ...metadata, revocation_endpoint: `${authOrigin}/announced/revoke` })
    nock(authOrigin)
      .post('/announced/revoke', { token: oldRefreshToken, token_type_hint: 'refresh_token', client_id: 'client-1' })
      .reply(200)
    expect(await revokeCredential(openFlow(), heldCredential(), loginSession(), fastTiming)).toBe('revoked')
  })

  it('is not offered where the issuer announces no such endpoint', async () => {
    announced(metadata)
    expect(await revokeCredential(openFlow(), heldCredential(), loginSession(), fastTiming)).toBe('not-offered')
  })
})
