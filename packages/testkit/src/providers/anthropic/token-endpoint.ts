// `POST /v1/oauth/token` as platform.claude.com documents it: JSON, betas that choose the service, errors of two shapes.
import { createHash, randomBytes } from 'node:crypto'
import type { IssuedAccessTokens } from '../issued-access-tokens.js'
import type { IdentityProvider } from './identity-provider.js'

export interface TokenEndpointOptions {
  readonly accessTokens: IssuedAccessTokens
  readonly identityProvider: IdentityProvider
  readonly lifetimeSeconds: number
  readonly federation: { readonly ruleId: string; readonly organizationId: string }
}

export interface TokenEndpointRequest {
  readonly grant: string
  readonly status: number
  /** Who asked: `ccproxy`, `fake-ant`, an SDK. */
  readonly userAgent: string
}

type Parameters = Readonly<Record<string, unknown>>

const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer'

export class AnthropicTokenEndpoint {
  readonly requests: TokenEndpointRequest[] = []
  readonly #options: TokenEndpointOptions
  readonly #codes = new Map<
    string,
    { readonly challenge: string; readonly clientId: string; readonly redirect: string }
  >()
  /** The refresh tokens that work, with their client. */
  readonly #refreshTokens = new Map<string, string>()

  constructor(options: TokenEndpointOptions) {
    this.#options = options
  }

  async answer(request: Request): Promise<Response> {
    const parameters = await jsonBody(request)
    const betas = (request.headers.get('anthropic-beta') ?? '').split(',').map((beta) => beta.trim())
    const response = this.#judge(parameters, betas)
    const grant = parameters?.['grant_type']
    this.requests.push({
      grant: typeof grant === 'string' ? grant : '',
      status: response.status,
      userAgent: request.headers.get('user-agent') ?? '',
    })
    return response
  }

  /** The person allowed it. */
  authorize({ searchParams }: URL): Response {
    const value = (name: string) => searchParams.get(name) ?? ''
    if (value('code_challenge_method') !== 'S256' || value('response_type') !== 'code')
      return refused('invalid_request')
    const code = randomBytes(16).toString('base64url')
    this.#codes.set(code, {
      challenge: value('code_challenge'),
      clientId: value('client_id'),
      redirect: value('redirect_uri'),
    })
    const callback = new URL(value('redirect_uri'))
    callback.searchParams.set('code', code)
    callback.searchParams.set('state', value('state'))
    return new Response(null, { status: 302, headers: { location: callback.href } })
  }

  /** A sign-in that happened elsewhere. */
  signIn(clientId: string): { readonly accessToken: string; readonly refreshToken: string } {
    const refreshToken = `sk-ant-ort01-${randomBytes(24).toString('base64url')}`
    this.#refreshTokens.set(refreshToken, clientId)
    return { accessToken: this.#options.accessTokens.issue(), refreshToken }
  }

  spend(refreshToken: string): void {
    this.#refreshTokens.delete(refreshToken)
  }

  #judge(parameters: Parameters | undefined, betas: readonly string[]): Response {
    if (parameters === undefined) return refused('invalid_request', 'the body must be a JSON object')
    if (!betas.includes('oauth-2025-04-20')) return refused('invalid_request', 'anthropic-beta is missing')
    const federates = betas.includes('oidc-federation-2026-04-01')
    const grant = parameters['grant_type']
    // That beta leads to another service, which knows this one grant.
    if (federates !== (grant === jwtBearer)) return refused('unsupported_grant_type')
    if (grant === jwtBearer) return this.#exchange(parameters)
    if (grant === 'refresh_token') return this.#refresh(parameters)
    return grant === 'authorization_code' ? this.#redeem(parameters) : refused('unsupported_grant_type')
  }

  #exchange(parameters: Parameters): Response {
    const { identityProvider, federation, accessTokens } = this.#options
    const { assertion, federation_rule_id: ruleId, organization_id: organizationId } = parameters
    const hasIds = typeof ruleId === 'string' && ruleId.startsWith('fdrl_') && typeof organizationId === 'string'
    if (typeof assertion !== 'string' || !hasIds) return refused('invalid_request', 'an id is missing or malformed')
    const matches = ruleId === federation.ruleId && organizationId === federation.organizationId
    if (!matches || assertion.length > 16 * 1024 || !identityProvider.accepts(assertion)) return denied()
    return this.#granted({ access_token: accessTokens.issue(), scope: 'workspace:developer' })
  }

  #refresh({ refresh_token: token, client_id: clientId }: Parameters): Response {
    if (typeof token !== 'string' || this.#refreshTokens.get(token) !== clientId) return refused('invalid_grant')
    this.#refreshTokens.delete(token)
    return this.#signedIn(String(clientId))
  }

  #redeem({ code, code_verifier: verifier, client_id: clientId, redirect_uri: redirect }: Parameters): Response {
    const issued = this.#codes.get(String(code))
    this.#codes.delete(String(code))
    const challenge = createHash('sha256').update(String(verifier)).digest('base64url')
    const matches = issued?.challenge === challenge && issued.clientId === clientId && issued.redirect === redirect
    return matches ? this.#signedIn(issued.clientId) : refused('invalid_grant')
  }

  #signedIn(clientId: string): Response {
    const { accessToken, refreshToken } = this.signIn(clientId)
    return this.#granted({ access_token: accessToken, refresh_token: refreshToken, scope: 'user:inference' })
  }

  #granted(fields: object): Response {
    return Response.json({ token_type: 'Bearer', expires_in: this.#options.lifetimeSeconds, ...fields })
  }
}

async function jsonBody(request: Request): Promise<Parameters | undefined> {
  if (request.headers.get('content-type')?.startsWith('application/json') !== true) return undefined
  const body: unknown = await request.json().catch(() => undefined)
  return typeof body === 'object' && body !== null ? { ...body } : undefined
}

function refused(error: string, description?: string): Response {
  return Response.json({ error, ...(description !== undefined && { error_description: description }) }, { status: 400 })
}

/** Every refused assertion looks the same. */
function denied(): Response {
  const error = { type: 'authentication_error', message: 'Authentication failed' }
  return Response.json({ type: 'error', error }, { status: 401 })
}
