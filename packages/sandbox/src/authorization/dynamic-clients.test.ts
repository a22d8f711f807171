import * as oauth from 'oauth4webapi'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { authorizeUrl, discover, insecure, redirectUri, visit } from '../__fixtures__/oauth-client.js'
import type { Sandbox } from '../sandbox.js'
import { startSandbox } from '../server/start-sandbox.js'

let sandbox: Sandbox
let server: oauth.AuthorizationServer
const verifier = oauth.generateRandomCodeVerifier()

beforeAll(async () => {
  sandbox = await startSandbox()
  server = await discover(sandbox)
})
afterAll(() => sandbox.close())

/** @returns where a sign-in ends that is begun like this */
async function begin(parameters: Record<string, string>): Promise<URL> {
  const url = authorizeUrl(sandbox, {
    client_id: sandbox.clients.dynamic.clientId,
    scope: 'openid inference',
    state: 'fake-state',
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...parameters,
  })
  return visit(url)
}

async function exchange(callback: URL, clientId: string): Promise<oauth.TokenEndpointResponse> {
  const client = { client_id: clientId }
  const parameters = oauth.validateAuthResponse(server, client, callback, 'fake-state')
  const answer = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    oauth.None(),
    parameters,
    redirectUri,
    verifier,
    insecure,
  )
  return oauth.processAuthorizationCodeResponse(server, client, answer)
}

const issuedBy = (callback: URL): string => callback.searchParams.get('client_id') ?? ''

it('issues a client in the callback, and the code is good for it alone', async () => {
  const callback = await begin({ installation_id: 'installation-1' })
  const clientId = issuedBy(callback)
  expect(clientId).toMatch(/^dynamic-[\w-]{36}$/)
  const tokens = await exchange(callback, clientId)
  expect(oauth.getValidatedIdTokenClaims(tokens)?.aud).toBe(clientId)
  expect(tokens.refresh_token).toBeTypeOf('string')

  const second = await begin({ installation_id: 'installation-1' })
  for (const wrong of [sandbox.clients.dynamic.clientId, sandbox.clients.public.clientId, clientId])
    await expect(exchange(second, wrong)).rejects.toMatchObject({ error: expect.stringMatching(/^invalid_/) })
})

it('lets an installation sign in again with its client, and no other installation', async () => {
  const first = issuedBy(await begin({ installation_id: 'installation-1' }))
  const { registrations } = sandbox.stats()
  expect(issuedBy(await begin({ installation_id: 'installation-1', client_id: first }))).toBe(first)
  expect(sandbox.stats().registrations).toBe(registrations)
  const foreign = issuedBy(await begin({ installation_id: 'installation-2', client_id: first }))
  expect(foreign).not.toBe(first)
  expect(foreign).toMatch(/^dynamic-/)
  expect(sandbox.stats().registrations).toBe(registrations + 1)
})

it('issues a new one for a client that it does not know any more', async () => {
  const forgotten = issuedBy(await begin({ installation_id: 'installation-1' }))
  sandbox.revokeAllTokens()
  const callback = await begin({ installation_id: 'installation-1', client_id: forgotten })
  expect(issuedBy(callback)).not.toBe(forgotten)
  await expect(exchange(callback, issuedBy(callback))).resolves.toBeDefined()
})

it('issues nothing to an installation without a name, nor names a client to those that have one', async () => {
  const answer = await fetch(authorizeUrl(sandbox, { client_id: sandbox.clients.dynamic.clientId }), {
    redirect: 'manual',
    headers: { accept: 'text/html' },
  })
  expect(answer.status).toBe(400)
  expect(await answer.text()).toContain('invalid_client')
  const { clientId } = sandbox.clients.public
  expect((await begin({ client_id: clientId, installation_id: 'i' })).searchParams.get('client_id')).toBeNull()
})

it('names the client after a person has allowed it on a page, too', async () => {
  sandbox.setConsent('page')
  const url = authorizeUrl(sandbox, {
    client_id: sandbox.clients.dynamic.clientId,
    installation_id: 'installation-1',
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  })
  const first = await fetch(url, { redirect: 'manual' })
  const cookie = first.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  const form = new URL(first.headers.get('location') ?? '', url)
  const body = new URLSearchParams({ decision: 'allow' })
  const answered = await fetch(form, { method: 'POST', headers: { cookie }, redirect: 'manual', body })
  const resumed = await fetch(answered.headers.get('location') ?? '', { headers: { cookie }, redirect: 'manual' })
  expect(issuedBy(new URL(resumed.headers.get('location') ?? ''))).toMatch(/^dynamic-/)
  sandbox.setConsent('auto')
})
