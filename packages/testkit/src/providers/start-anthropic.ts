import { fileURLToPath } from 'node:url'
import type { CredentialVerdict } from '@ccproxy/sandbox'
import { AntInstallation } from './anthropic/ant-installation.js'
import { IdentityProvider, type IdentityTokenOptions } from './anthropic/identity-provider.js'
import { AnthropicTokenEndpoint, type TokenEndpointRequest } from './anthropic/token-endpoint.js'
import { bearerOf, IssuedAccessTokens } from './issued-access-tokens.js'
import type { ProviderStandIn } from './provider-stand-in.js'
import { startStandInServer } from './stand-in-server.js'

export interface AnthropicOptions {
  /** Of access tokens. Default 3600. */
  readonly lifetimeSeconds?: number
}

export interface AntLoginOptions {
  /** Default `default`. */
  readonly profile?: string
  /** What its file says of the access token; negative: it has ended. Default: as long as it lives. */
  readonly expiresInSeconds?: number
  /** The refresh token was used up elsewhere. */
  readonly isSpent?: boolean
}

export interface AnthropicStandIn extends ProviderStandIn {
  readonly tokenRequests: readonly TokenEndpointRequest[]
  /** A key of its Console; not in `environment`, where it would win over the logins. */
  readonly apiKey: string
  /** `$ANTHROPIC_CONFIG_DIR`: the profile `default` is signed in. */
  readonly antDirectory: string
  /** Somebody signs in with the ant CLI again. */
  antLogin(options?: AntLoginOptions): Promise<void>
  /** The identity provider replaces the token in the file that the environment names. */
  projectIdentityToken(options?: IdentityTokenOptions): Promise<void>
}

// From here as from the bundle.
const fakeAnt = fileURLToPath(new URL('../../bin/fake-ant.js', import.meta.url))
const antClient = 'fake-client-of-the-ant-cli'
const ownClient = 'fake-client-of-the-user'
const federation = { ruleId: 'fdrl_stand_in', organizationId: '00000000-0000-0000-0000-000000000001' }

/** Anthropic: Console keys, the ant CLI on a PATH of its own, Workload Identity Federation, and a client of the user's own. */
export async function startAnthropic({ lifetimeSeconds = 3600 }: AnthropicOptions = {}): Promise<AnthropicStandIn> {
  const accessTokens = new IssuedAccessTokens('sk-ant-oat01-', lifetimeSeconds)
  const keys = new IssuedAccessTokens('sk-ant-api03-', Number.POSITIVE_INFINITY)
  const identityProvider = new IdentityProvider()
  const tokens = new AnthropicTokenEndpoint({ accessTokens, identityProvider, lifetimeSeconds, federation })
  const machine = await AntInstallation.create(fakeAnt)

  const server = await startStandInServer({
    dialects: ['anthropic-messages'],
    authorize: ({ headers }) => verdictOf(headers, accessTokens, keys),
    endpoints: (request, url) => {
      if (url.pathname === '/oauth/authorize') return tokens.authorize(url)
      if (url.pathname === '/v1/oauth/token') return tokens.answer(request)
      return request.headers.has('anthropic-version') ? undefined : withoutVersion()
    },
  })
  const antLogin = async (options: AntLoginOptions = {}): Promise<void> => {
    const { profile = 'default', expiresInSeconds = lifetimeSeconds, isSpent = false } = options
    const granted = tokens.signIn(antClient)
    if (isSpent) tokens.spend(granted.refreshToken)
    await machine.signIn({ ...granted, clientId: antClient, baseUrl: server.origin, expiresInSeconds }, profile)
  }
  const projectIdentityToken = (options?: IdentityTokenOptions) =>
    machine.writeIdentityToken(identityProvider.issue(options))
  await antLogin()
  await projectIdentityToken()

  return {
    ...server,
    settings: {
      base_url: server.origin,
      oauth: {
        client_id: ownClient,
        authorize_url: `${server.origin}/oauth/authorize`,
        token_url: `${server.origin}/v1/oauth/token`,
        scopes: ['user:inference'],
      },
    },
    environment: {
      ...machine.environment,
      ANTHROPIC_FEDERATION_RULE_ID: federation.ruleId,
      ANTHROPIC_ORGANIZATION_ID: federation.organizationId,
      ANTHROPIC_IDENTITY_TOKEN_FILE: machine.identityTokenFile,
    },
    tokenRequests: tokens.requests,
    apiKey: keys.issue(),
    antDirectory: machine.directory,
    antLogin,
    projectIdentityToken,
    expireTokens: () => accessTokens.expireAll(),
    stop: async () => {
      await server.stop()
      await machine.remove()
    },
  }
}

/** The API rejects a request with both credentials, and a bearer without the beta that says what it is. */
function verdictOf(headers: Headers, accessTokens: IssuedAccessTokens, keys: IssuedAccessTokens): CredentialVerdict {
  const key = headers.get('x-api-key')
  const bearer = bearerOf({ headers })
  if (key !== null && bearer !== undefined) return 'conflicting'
  if (key !== null) return keys.verdict(key)
  const betas = (headers.get('anthropic-beta') ?? '').split(',').map((beta) => beta.trim())
  if (bearer !== undefined && !betas.includes('oauth-2025-04-20')) return 'unknown'
  return accessTokens.verdict(bearer)
}

function withoutVersion(): Response {
  const error = { type: 'invalid_request_error', message: 'anthropic-version: header is required' }
  return Response.json({ type: 'error', error }, { status: 400 })
}
