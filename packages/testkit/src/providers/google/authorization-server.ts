// Google's authorization server, as far as a desktop client, gcloud and a service account see it.
import { createHash, randomBytes } from 'node:crypto'
import type { IssuedAccessTokens } from '../issued-access-tokens.js'
import type { ProviderStandIn } from '../provider-stand-in.js'
import type { ServiceAccountKey } from './default-credentials.js'
import { judgeAssertion } from './judge-assertion.js'

interface GoogleClient {
  readonly clientId: string
  readonly clientSecret: string
}

export interface GoogleServerOptions {
  readonly clients: readonly GoogleClient[]
  readonly accessTokens: IssuedAccessTokens
  readonly lifetimeSeconds: number
  readonly serviceAccount: ServiceAccountKey | undefined
  /** The consent screen is in testing: logins end after 7 days, and the answer says so. */
  readonly inTesting: boolean
}

interface Grant {
  readonly clientId: string
  readonly redirectUri: string
  readonly challenge: string
  readonly scope: string
  readonly offline: boolean
}

interface Refusal {
  readonly status: number
  readonly error: string
  readonly error_description: string
}

type Answer = Refusal | Readonly<Record<string, unknown>>

const sevenDaysSeconds = 604_800
const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer'

export class GoogleAuthorizationServer {
  readonly tokenRequests: ProviderStandIn['tokenRequests'][number][] = []
  readonly #options: GoogleServerOptions
  readonly #codes = new Map<string, Grant>()
  /** Refresh token → its client and scope. It does not rotate. */
  readonly #logins = new Map<string, Pick<Grant, 'clientId' | 'scope'>>()

  constructor(options: GoogleServerOptions) {
    this.#options = options
  }

  /** A login that somebody made. */
  addLogin(refreshToken: string, clientId: string, scope: string): void {
    this.#logins.set(refreshToken, { clientId, scope })
  }

  /** The one that was made last. */
  endLatestLogin(): void {
    const latest = [...this.#logins.keys()].at(-1)
    if (latest !== undefined) this.#logins.delete(latest)
  }

  async handle(request: Request, url: URL): Promise<Response | undefined> {
    if (url.pathname === '/o/oauth2/v2/auth') return this.#authorize(url)
    if (url.pathname === '/token') return await this.#token(request, url)
    return url.pathname === '/revoke' ? await this.#revoke(request) : undefined
  }

  /** A person who allows. */
  #authorize({ searchParams: asked, origin }: URL): Response {
    const [clientId, redirectUri, challenge] = ['client_id', 'redirect_uri', 'code_challenge'].map(
      (name) => asked.get(name) ?? '',
    )
    const scope = asked.get('scope') ?? ''
    const redirect = redirectUri !== undefined && URL.canParse(redirectUri) ? new URL(redirectUri) : undefined
    const known = this.#options.clients.some((client) => client.clientId === clientId)
    if (!known || clientId === undefined) return new Response('Error 401: invalid_client', { status: 401 })
    if (redirect?.protocol !== 'http:' || !['127.0.0.1', '[::1]', 'localhost'].includes(redirect.hostname))
      return new Response('Error 400: redirect_uri_mismatch', { status: 400 })
    if (asked.get('response_type') !== 'code' || scope === '' || asked.get('code_challenge_method') !== 'S256')
      return new Response('Error 400: invalid_request', { status: 400 })
    const code = `4/${randomBytes(16).toString('base64url')}`
    const offline = asked.get('access_type') === 'offline'
    this.#codes.set(code, { clientId, redirectUri: redirect.href, challenge: challenge ?? '', scope, offline })
    const answer = { code, scope, state: asked.get('state') ?? '', iss: origin }
    for (const [name, value] of Object.entries(answer)) redirect.searchParams.set(name, value)
    return new Response(null, { status: 302, headers: { location: redirect.href } })
  }

  async #token(request: Request, url: URL): Promise<Response> {
    const form = new URLSearchParams(await request.text())
    const grant = form.get('grant_type') ?? ''
    const { status, ...body }: Answer & { readonly status?: unknown } = this.#answer(grant, form, url)
    const code = typeof status === 'number' ? status : 200
    this.tokenRequests.push({ grant, status: code })
    return Response.json(body, { status: code })
  }

  #answer(grant: string, form: URLSearchParams, url: URL): Answer {
    if (grant === jwtBearer) return this.#byAssertion(form.get('assertion') ?? '', url)
    const client = this.#options.clients.find(({ clientId }) => clientId === form.get('client_id'))
    if (client === undefined) return refusal(401, 'invalid_client', 'The OAuth client was not found.')
    if (!form.has('client_secret')) return refusal(400, 'invalid_request', 'client_secret is missing.')
    if (client.clientSecret !== form.get('client_secret')) return refusal(401, 'invalid_client', 'Unauthorized')
    if (grant === 'authorization_code') return this.#byCode(form)
    if (grant === 'refresh_token') return this.#byRefreshToken(form)
    return refusal(400, 'unsupported_grant_type', `Invalid grant_type: ${grant}`)
  }

  #byCode(form: URLSearchParams): Answer {
    const code = form.get('code') ?? ''
    const grant = this.#codes.get(code)
    this.#codes.delete(code)
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    if (grant?.clientId !== form.get('client_id') || grant.challenge !== challenge)
      return refusal(400, 'invalid_grant', 'Malformed auth code.')
    if (grant.redirectUri !== form.get('redirect_uri')) return refusal(400, 'redirect_uri_mismatch', 'Bad Request')
    if (!grant.offline) return this.#accessToken(grant.scope)
    const refreshToken = `1//${randomBytes(24).toString('base64url')}`
    this.addLogin(refreshToken, grant.clientId, grant.scope)
    return {
      ...this.#accessToken(grant.scope),
      refresh_token: refreshToken,
      ...(this.#options.inTesting && { refresh_token_expires_in: sevenDaysSeconds }),
    }
  }

  #byRefreshToken(form: URLSearchParams): Answer {
    const login = this.#logins.get(form.get('refresh_token') ?? '')
    if (login === undefined || login.clientId !== form.get('client_id'))
      return refusal(400, 'invalid_grant', 'Token has been expired or revoked.')
    return this.#accessToken(login.scope)
  }

  #byAssertion(assertion: string, { origin, pathname }: URL): Answer {
    const wrong = judgeAssertion(assertion, this.#options.serviceAccount, `${origin}${pathname}`)
    return wrong === undefined ? this.#accessToken(undefined) : refusal(400, 'invalid_grant', wrong)
  }

  #accessToken(scope: string | undefined): Answer {
    const { accessTokens, lifetimeSeconds } = this.#options
    return {
      access_token: accessTokens.issue(),
      expires_in: lifetimeSeconds,
      token_type: 'Bearer',
      ...(scope !== undefined && { scope }),
    }
  }

  async #revoke(request: Request): Promise<Response> {
    const token = new URLSearchParams(await request.text()).get('token') ?? ''
    if (this.#logins.delete(token)) return Response.json({})
    return Response.json({ error: 'invalid_token', error_description: 'Token expired or revoked' }, { status: 400 })
  }
}

function refusal(status: number, error: string, description: string): Refusal {
  return { status, error, error_description: description }
}
