import nock from 'nock'
import { describe, expect, it } from 'vitest'
import {
  authOrigin,
  browserFlow,
  heldCredential,
  loginSession,
  oldRefreshToken,
  onlyRequest,
} from './__fixtures__/flow-fixtures.js'
import { revokeCredential } from './revoke-credential.js'

const flow = browserFlow({ revokeUrl: `${authOrigin}/revoke` })

const deadServer = async () => Promise.reject(new TypeError('fetch failed'))

describe('revoking', () => {
  it('ends the grant by its refresh token', async () => {
    nock(authOrigin).post('/revoke').reply(200)
    const session = loginSession()
    await expect(revokeCredential(flow, heldCredential(), session)).resolves.toBe('revoked')
    expect(onlyRequest(session).body).toEqual({
      token: oldRefreshToken,
      token_type_hint: 'refresh_token',
      client_id: 'client-1',
    })
  })

  it('takes the access token where there is no other', async () => {
    const { refreshToken: _refreshToken, ...credential } = heldCredential()
    nock(authOrigin)
      .post('/revoke', { token: 'fake-access-token-old', token_type_hint: 'access_token', client_id: 'client-1' })
      .reply(200)
    await expect(revokeCredential(flow, credential, loginSession())).resolves.toBe('revoked')
  })

  it.each([400, 401, 500, 503])('fails on %i', async (status) => {
    nock(authOrigin).post('/revoke').reply(status, { error: 'unsupported_token_type' })
    await expect(revokeCredential(flow, heldCredential(), loginSession())).resolves.toBe('failed')
  })

  it('follows no redirect', async () => {
    const elsewhere = nock('https://elsewhere.example.test').post('/revoke').reply(200)
    nock(authOrigin).post('/revoke').reply(307, '', { location: 'https://elsewhere.example.test/revoke' })
    await expect(revokeCredential(flow, heldCredential(), loginSession())).resolves.toBe('failed')
    expect(elsewhere.isDone()).toBe(false)
  })

  it('sends nothing to another server than that of the sign-in', async () => {
    const elsewhere = nock('https://elsewhere.example.test').post('/revoke').reply(200)
    const moved = browserFlow({ revokeUrl: 'https://elsewhere.example.test/revoke' })
    await expect(revokeCredential(moved, heldCredential(), loginSession())).resolves.toBe('failed')
    const { boundTo } = heldCredential()
    const known = heldCredential({ boundTo: { ...boundTo, revokeOrigin: authOrigin } })
    await expect(revokeCredential(moved, known, loginSession())).resolves.toBe('failed')
    expect(elsewhere.isDone()).toBe(false)
    const there = heldCredential({ boundTo: { ...boundTo, revokeOrigin: 'https://elsewhere.example.test' } })
    await expect(revokeCredential(moved, there, loginSession())).resolves.toBe('revoked')
  })

  it('sends nothing to an unsafe address', async () => {
    const unsafe = browserFlow({ revokeUrl: 'http://auth.example.test/revoke' })
    await expect(revokeCredential(unsafe, heldCredential(), loginSession())).resolves.toBe('failed')
  })

  it('survives a dead server', async () => {
    const session = loginSession({ fetch: deadServer })
    await expect(revokeCredential(flow, heldCredential(), session)).resolves.toBe('failed')
  })

  it('is not offered by every flow', async () => {
    await expect(revokeCredential(browserFlow(), heldCredential(), loginSession())).resolves.toBe('not-offered')
  })
})
