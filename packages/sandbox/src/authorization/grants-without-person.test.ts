// Client credentials and assertions: nobody visits a page, and no refresh token is given.
import * as oauth from 'oauth4webapi'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { askModel, discover, insecure, post, textOf } from '../__fixtures__/oauth-client.js'
import type { Sandbox } from '../sandbox.js'
import { startSandbox } from '../server/start-sandbox.js'
import { jwtBearerGrant } from './clients.js'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox({ accessTokenLifetimeSeconds: 60 })
})
afterEach(() => vi.useRealTimers())
afterAll(() => sandbox.close())

async function signIn(secret: string): Promise<oauth.TokenEndpointResponse> {
  const server = await discover(sandbox)
  const client = { client_id: sandbox.clients.service.clientId }
  const scope = { scope: 'inference' }
  const answer = await oauth.clientCredentialsGrantRequest(
    server,
    client,
    oauth.ClientSecretPost(secret),
    scope,
    insecure,
  )
  return oauth.processClientCredentialsResponse(server, client, answer)
}

const exchange = (assertion: string, url = sandbox.endpoints.federationToken): Promise<Response> =>
  post(url, new URLSearchParams({ grant_type: jwtBearerGrant, assertion }))

describe('client credentials', () => {
  it('bring a token that lives as long as others, and no refresh token', async () => {
    const tokens = await signIn(sandbox.clients.service.clientSecret)
    expect(tokens).toMatchObject({ expires_in: 60, scope: 'inference' })
    expect(tokens.refresh_token).toBeUndefined()
    expect((await askModel(sandbox, tokens.access_token)).status).toBe(200)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 })
    expect((await askModel(sandbox, tokens.access_token)).status).toBe(401)
  })

  it('are refused with another secret, and end on demand', async () => {
    await expect(signIn('wrong')).rejects.toMatchObject({ error: 'invalid_client' })
    const { access_token: token } = await signIn(sandbox.clients.service.clientSecret)
    sandbox.revokeAccessTokens()
    expect((await askModel(sandbox, token)).status).toBe(401)
  })
})

describe('an assertion', () => {
  it('is exchanged once', async () => {
    const assertion = await sandbox.issueIdentityToken()
    const answer = await exchange(assertion)
    expect(answer.status).toBe(200)
    expect(await answer.clone().json()).toEqual({
      access_token: expect.any(String),
      expires_in: 60,
      scope: 'inference',
      token_type: 'Bearer',
    })
    expect((await askModel(sandbox, await textOf(answer, 'access_token'))).status).toBe(200)
    const again = await exchange(assertion)
    expect(again.status).toBe(400)
    expect(await again.json()).toMatchObject({ error: 'invalid_grant' })
    expect((await exchange(await sandbox.issueIdentityToken())).status).toBe(200)
  })

  it('is verified by the published key', async () => {
    const published: unknown = await (await fetch(sandbox.endpoints.jwks)).json()
    const header = (await sandbox.issueIdentityToken()).split('.', 1)[0] ?? ''
    const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString())
    expect(published).toMatchObject({ keys: [{ kid, kty: 'RSA', n: expect.any(String) }] })
    expect(JSON.stringify(published)).not.toContain('"d"')
  })

  it.each([
    ['nothing', async () => ''],
    ['no JWT', async () => 'fake-token-1'],
    ["another sandbox's", async () => startSandbox().then(tokenOfAnother)],
    ['a changed one', async () => (await sandbox.issueIdentityToken()).replace(/\.[^.]+$/, '.AAAA')],
    ['an unsigned one', async () => unsigned(await sandbox.issueIdentityToken())],
  ])('is refused when it is %s', async (_name, make) => {
    const answer = await exchange(await make())
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ error: 'invalid_grant' })
  })

  it('is refused when it has expired', async () => {
    const assertion = await sandbox.issueIdentityToken()
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 31 * 86_400_000 })
    expect((await exchange(assertion)).status).toBe(400)
  })

  it('is exchanged at its own address only', async () => {
    const answer = await exchange(await sandbox.issueIdentityToken(), sandbox.endpoints.token)
    expect(await answer.json()).toMatchObject({ error: 'invalid_request' })
  })
})

async function tokenOfAnother(other: Sandbox): Promise<string> {
  const token = await other.issueIdentityToken()
  await other.close()
  return token
}

function unsigned(token: string): string {
  const header = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url')
  return `${header}.${token.split('.')[1]}.`
}
