// A real OAuth client (oauth4webapi) for the tests of the server.
import * as oauth from 'oauth4webapi'
import * as v from 'valibot'
import type { Sandbox } from '../sandbox.js'

export const insecure = { [oauth.allowInsecureRequests]: true } as const
export const redirectUri = 'http://127.0.0.1:49999/callback'

export const discover = async ({ origin }: Sandbox): Promise<oauth.AuthorizationServer> => {
  const issuer = new URL(origin)
  return oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure))
}

export const publicClient = (sandbox: Sandbox): oauth.Client => ({ client_id: sandbox.clients.public.clientId })

export function authorizeUrl(sandbox: Sandbox, parameters: Record<string, string>): URL {
  const url = new URL(sandbox.endpoints.authorize)
  const defaults = { response_type: 'code', redirect_uri: redirectUri, scope: 'inference offline_access' }
  for (const [name, value] of Object.entries({ ...defaults, ...parameters })) url.searchParams.set(name, value)
  return url
}

/** Visits the address as a client without cookies would. @returns where the person is sent */
export async function visit(url: URL): Promise<URL> {
  const response = await fetch(url, { redirect: 'manual' })
  return new URL(response.headers.get('location') ?? '', url)
}

export interface SignIn {
  readonly server: oauth.AuthorizationServer
  readonly client: oauth.Client
  readonly tokens: oauth.TokenEndpointResponse
  readonly callback: URLSearchParams
  readonly verifier: string
  readonly exchangeAgain: () => Promise<oauth.TokenEndpointResponse>
}

/** The whole way of a public client: authorize with PKCE, exchange the code. */
export async function signIn(sandbox: Sandbox, parameters: Record<string, string> = {}): Promise<SignIn> {
  const server = await discover(sandbox)
  const client = publicClient(sandbox)
  const verifier = oauth.generateRandomCodeVerifier()
  const callbackUrl = await visit(
    authorizeUrl(sandbox, {
      client_id: client.client_id,
      state: 'fake-state',
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ...parameters,
    }),
  )
  const callback = oauth.validateAuthResponse(server, client, callbackUrl, 'fake-state')
  const exchangeAgain = async () =>
    oauth.processAuthorizationCodeResponse(
      server,
      client,
      await oauth.authorizationCodeGrantRequest(
        server,
        client,
        oauth.None(),
        callback,
        redirectUri,
        verifier,
        insecure,
      ),
      parameters['nonce'] === undefined ? {} : { expectedNonce: parameters['nonce'], requireIdToken: true },
    )
  return { server, client, tokens: await exchangeAgain(), callback, verifier, exchangeAgain }
}

export async function refresh({ server, client }: SignIn, refreshToken: string | undefined) {
  const response = await oauth.refreshTokenGrantRequest(server, client, oauth.None(), refreshToken ?? '', insecure)
  return oauth.processRefreshTokenResponse(server, client, response)
}

export const askModel = ({ origin }: Sandbox, accessToken: string): Promise<Response> =>
  fetch(`${origin}/v1/models`, {
    headers: { authorization: `Bearer ${accessToken}`, 'anthropic-version': '2023-06-01' },
  })

/** A request to a token endpoint, as the caller writes it. */
export const post = (url: string, body: URLSearchParams | object): Promise<Response> =>
  fetch(
    url,
    body instanceof URLSearchParams
      ? { method: 'POST', body }
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
  )

/** One text of a JSON answer. @throws ValiError when it has none of this name */
export const textOf = async (answer: Response, name: string): Promise<string> =>
  v.parse(v.looseObject({ [name]: v.string() }), await answer.json())[name] ?? ''
