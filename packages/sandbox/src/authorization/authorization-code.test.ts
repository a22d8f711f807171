import * as oauth from 'oauth4webapi'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import {
  askModel,
  authorizeUrl,
  discover,
  insecure,
  publicClient,
  redirectUri,
  refresh,
  signIn,
  visit,
} from '../__fixtures__/oauth-client.js'
import type { Sandbox } from '../sandbox.js'
import { startSandbox } from '../server/start-sandbox.js'

let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox()
})

afterAll(() => sandbox.close())

const postJson = (body: string): Promise<Response> =>
  fetch(sandbox.endpoints.token, { method: 'POST', headers: { 'content-type': 'application/json' }, body })

describe('authorization code', () => {
  it('signs a public client in with PKCE, on any loopback port, with state and iss', async () => {
    const { tokens, callback } = await signIn(sandbox)
    expect(callback.get('iss')).toBe(sandbox.origin)
    expect(tokens).toMatchObject({ token_type: 'bearer', expires_in: 3600, scope: 'inference' })
    expect(tokens.refresh_token).toBeTypeOf('string')
    expect((await askModel(sandbox, tokens.access_token)).status).toBe(200)
  })

  it('issues an id token with the nonce for openid', async () => {
    const { server, tokens } = await signIn(sandbox, { scope: 'openid inference', nonce: 'fake-nonce' })
    expect(oauth.getValidatedIdTokenClaims(tokens)).toMatchObject({ sub: 'sandbox-user', nonce: 'fake-nonce' })
    expect(server.jwks_uri).toBe(sandbox.endpoints.jwks)
  })

  it('refuses a public client without PKCE', async () => {
    const client = publicClient(sandbox)
    const callback = await visit(authorizeUrl(sandbox, { client_id: client.client_id, state: 'fake-state' }))
    expect(callback.searchParams.get('error')).toBe('invalid_request')
    expect(callback.searchParams.get('code')).toBeNull()
  })

  it('refuses a wrong verifier', async () => {
    const { server, client } = await signIn(sandbox)
    const challenge = await oauth.calculatePKCECodeChallenge(oauth.generateRandomCodeVerifier())
    const url = authorizeUrl(sandbox, {
      client_id: client.client_id,
      state: 'fake-state',
      code_challenge: challenge,
      code_challenge_method: 'S256',
    })
    const callback = oauth.validateAuthResponse(server, client, await visit(url), 'fake-state')
    const other = oauth.generateRandomCodeVerifier()
    const answer = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      oauth.None(),
      callback,
      redirectUri,
      other,
      insecure,
    )
    expect(await answer.json()).toMatchObject({ error: 'invalid_grant' })
  })

  it('refuses a replayed code and revokes what it had brought', async () => {
    const before = sandbox.stats()
    const { tokens, exchangeAgain } = await signIn(sandbox)
    await expect(exchangeAgain()).rejects.toMatchObject({ error: 'invalid_grant' })
    expect((await askModel(sandbox, tokens.access_token)).status).toBe(401)
    expect(sandbox.stats()).toMatchObject({
      replays: before.replays + 1,
      revokedFamilies: before.revokedFamilies + 1,
    })
  })

  it('refuses a redirect that is not registered, on a page and without a redirect', async () => {
    const response = await fetch(
      authorizeUrl(sandbox, {
        client_id: sandbox.clients.public.clientId,
        redirect_uri: 'https://evil.example/callback',
      }),
      { redirect: 'manual', headers: { accept: 'text/html' } },
    )
    expect(response.status).toBe(400)
    expect(await response.text()).toContain('invalid_redirect_uri')
  })

  it('signs a confidential client in with its secret, and with no other', async () => {
    const server = await discover(sandbox)
    const { clientId, clientSecret } = sandbox.clients.confidential
    const client = { client_id: clientId }
    const codeFor = async () => {
      const url = await visit(authorizeUrl(sandbox, { client_id: clientId, state: 'fake-state' }))
      return oauth.validateAuthResponse(server, client, url, 'fake-state')
    }
    const exchange = async (authentication: oauth.ClientAuth) => {
      const callback = await codeFor()
      return oauth.processAuthorizationCodeResponse(
        server,
        client,
        await oauth.authorizationCodeGrantRequest(
          server,
          client,
          authentication,
          callback,
          redirectUri,
          oauth.nopkce,
          insecure,
        ),
      )
    }
    expect((await exchange(oauth.ClientSecretPost(clientSecret))).refresh_token).toBeTypeOf('string')
    expect((await exchange(oauth.ClientSecretBasic(clientSecret))).refresh_token).toBeTypeOf('string')
    await expect(exchange(oauth.ClientSecretPost('wrong'))).rejects.toMatchObject({ error: 'invalid_client' })
    await expect(exchange(oauth.None())).rejects.toMatchObject({ error: 'invalid_client' })
  })

  it('keeps offline_access in the scope when consent is asked for', async () => {
    const { tokens } = await signIn(sandbox, { prompt: 'consent' })
    expect(tokens.scope).toBe('inference offline_access')
  })
})

describe('a token request as JSON', () => {
  it('is taken like a form', async () => {
    const { client, tokens } = await signIn(sandbox)
    const response = await postJson(
      JSON.stringify({ grant_type: 'refresh_token', refresh_token: tokens.refresh_token, client_id: client.client_id }),
    )
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ token_type: 'Bearer', expires_in: 3600 })
  })

  it.each(['{', '[]', '{"grant_type":{}}'])('is refused when it is %s', async (body) => {
    const response = await postJson(body)
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ error: 'invalid_request' })
  })
})

describe('consent', () => {
  it('is refused at once in the mode deny', async () => {
    sandbox.setConsent('deny')
    await expect(signIn(sandbox)).rejects.toMatchObject({ error: 'access_denied' })
    sandbox.setConsent('auto')
  })

  it.each([
    ['allow', 'code'],
    ['deny', 'error'],
  ])('is asked on a page in the mode page: %s brings %s', async (decision, parameter) => {
    sandbox.setConsent('page')
    const challenge = await oauth.calculatePKCECodeChallenge(oauth.generateRandomCodeVerifier())
    const { clientId } = sandbox.clients.public
    const url = authorizeUrl(sandbox, { client_id: clientId, code_challenge: challenge, code_challenge_method: 'S256' })
    const first = await fetch(url, { redirect: 'manual' })
    const cookie = first.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ')
    const form = new URL(first.headers.get('location') ?? '', url)
    const shown = await fetch(form, { headers: { cookie } })
    expect(await shown.text()).toContain(clientId)
    const answered = await fetch(form, {
      method: 'POST',
      headers: { cookie },
      redirect: 'manual',
      body: new URLSearchParams({ decision }),
    })
    const resumed = await fetch(answered.headers.get('location') ?? '', { headers: { cookie }, redirect: 'manual' })
    const callback = new URL(resumed.headers.get('location') ?? '')
    expect(callback.href).toContain(redirectUri)
    expect(callback.searchParams.get(parameter)).toBeTruthy()
    expect((await fetch(form)).status).toBe(400)
    sandbox.setConsent('auto')
  })
})

describe('refresh', () => {
  it('rotates the refresh token, and the old access token lives on', async () => {
    const before = sandbox.stats().refreshes
    const login = await signIn(sandbox)
    const second = await refresh(login, login.tokens.refresh_token)
    expect(second.refresh_token).not.toBe(login.tokens.refresh_token)
    expect(second.access_token).not.toBe(login.tokens.access_token)
    expect((await askModel(sandbox, login.tokens.access_token)).status).toBe(200)
    expect(sandbox.stats().refreshes).toBe(before + 1)
  })

  it('revokes the whole family when a used token comes back', async () => {
    const login = await signIn(sandbox)
    const second = await refresh(login, login.tokens.refresh_token)
    await expect(refresh(login, login.tokens.refresh_token)).rejects.toMatchObject({ error: 'invalid_grant' })
    await expect(refresh(login, second.refresh_token)).rejects.toMatchObject({ error: 'invalid_grant' })
    expect((await askModel(sandbox, second.access_token)).status).toBe(401)
  })

  it('lets exactly one of several requests at once win', async () => {
    const before = sandbox.stats().replays
    const login = await signIn(sandbox)
    const results = await Promise.allSettled(
      Array.from({ length: 5 }, () => refresh(login, login.tokens.refresh_token)),
    )
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(sandbox.stats().replays).toBe(before + 1)
  })

  it('does not disturb another login of the same client', async () => {
    const [first, second] = [await signIn(sandbox), await signIn(sandbox)]
    await refresh(first, first.tokens.refresh_token)
    await expect(refresh(first, first.tokens.refresh_token)).rejects.toMatchObject({ error: 'invalid_grant' })
    expect((await askModel(sandbox, second.tokens.access_token)).status).toBe(200)
  })

  it('keeps the refresh token when rotation is off', async () => {
    await using steady = await startSandbox({ rotation: false })
    const login = await signIn(steady)
    const second = await refresh(login, login.tokens.refresh_token)
    expect(second.refresh_token).toBe(login.tokens.refresh_token)
    await expect(refresh(login, login.tokens.refresh_token)).resolves.toBeDefined()
  })
})

describe('the end of a token', () => {
  it('comes after its lifetime, down to one second', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    sandbox.setAccessTokenLifetime(1)
    const login = await signIn(sandbox)
    expect(login.tokens.expires_in).toBe(1)
    vi.setSystemTime(Date.now() + 1_000)
    const response = await askModel(sandbox, login.tokens.access_token)
    expect(response.status).toBe(401)
    expect(await response.json()).toMatchObject({
      error: { type: 'authentication_error', message: 'OAuth token has expired' },
    })
    expect((await refresh(login, login.tokens.refresh_token)).access_token).toBeTypeOf('string')
    sandbox.setAccessTokenLifetime(3_600)
    vi.useRealTimers()
  })

  it('refuses a lifetime that the server cannot count', () => {
    expect(() => sandbox.setAccessTokenLifetime(0.5)).toThrow(RangeError)
  })

  it('comes with revocation, for the whole grant', async () => {
    const login = await signIn(sandbox)
    const response = await oauth.revocationRequest(
      login.server,
      login.client,
      oauth.None(),
      login.tokens.refresh_token ?? '',
      insecure,
    )
    await oauth.processRevocationResponse(response)
    expect((await askModel(sandbox, login.tokens.access_token)).status).toBe(401)
    await expect(refresh(login, login.tokens.refresh_token)).rejects.toMatchObject({ error: 'invalid_grant' })
  })

  it('comes on demand', async () => {
    const login = await signIn(sandbox)
    sandbox.revokeAccessTokens()
    expect((await askModel(sandbox, login.tokens.access_token)).status).toBe(401)
    const second = await refresh(login, login.tokens.refresh_token)
    sandbox.revokeAllTokens()
    expect((await askModel(sandbox, second.access_token)).status).toBe(401)
    await expect(refresh(login, second.refresh_token)).rejects.toMatchObject({ error: 'invalid_grant' })
  })
})
