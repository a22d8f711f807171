import { GoogleAuthorizationServer } from './google/authorization-server.js'
import { type DefaultCredentialsKind, writeDefaultCredentials } from './google/default-credentials.js'
import { bearerOf, IssuedAccessTokens } from './issued-access-tokens.js'
import type { ProviderStandIn } from './provider-stand-in.js'
import { startStandInServer } from './stand-in-server.js'

export interface GoogleOptions {
  /** Of access tokens. Default 3600. */
  readonly lifetimeSeconds?: number
  /** What `environment` leads to. Default: nothing. */
  readonly defaultCredentials?: DefaultCredentialsKind
  /** The consent screen is in testing: a login ends after 7 days. */
  readonly inTesting?: boolean
}

export interface GoogleStandIn extends ProviderStandIn {
  /** Good for as long as the stand-in runs. */
  readonly apiKey: string
  /** Ends the login that was made last: its refresh token is refused from now on. */
  readonly endLatestLogin: () => void
}

const desktop = { clientId: 'desktop.apps.googleusercontent.com', clientSecret: 'GOCSPX-fake-secret' }
const gcloud = { clientId: 'gcloud.apps.googleusercontent.com', clientSecret: 'fake-gcloud-secret' }
const cloudScope = 'https://www.googleapis.com/auth/cloud-platform'

/**
 * Google's authorization server (no refresh token at a refresh, assertions of service accounts, revocation) and the Gemini
 * API: keys in `x-goog-api-key`, below `/v1beta/openai` as the bearer; logins as the bearer everywhere.
 */
export async function startGoogle(options: GoogleOptions = {}): Promise<GoogleStandIn> {
  const { lifetimeSeconds = 3600, defaultCredentials, inTesting = false } = options
  const accessTokens = new IssuedAccessTokens('ya29.', lifetimeSeconds)
  const keys = new IssuedAccessTokens('AIzaFake', Number.POSITIVE_INFINITY)
  const apiKey = keys.issue()
  const refreshToken = '1//fake-refresh-token-of-gcloud'
  const files = await writeDefaultCredentials(defaultCredentials, { ...gcloud, refreshToken })
  const { serviceAccount } = files
  const authorization = new GoogleAuthorizationServer({
    clients: [desktop, gcloud],
    accessTokens,
    lifetimeSeconds,
    serviceAccount,
    inTesting,
  })
  authorization.addLogin(refreshToken, gcloud.clientId, cloudScope)

  const { origin, apiRequests, stop } = await startStandInServer({
    dialects: ['gemini', 'openai-chat'],
    endpoints: (request, url) => authorization.handle(request, url),
    authorize: (request) => {
      const key = request.headers.get('x-goog-api-key') ?? undefined
      const bearer = bearerOf(request)
      if (key !== undefined && bearer !== undefined) return 'conflicting'
      if (key !== undefined) return keys.verdict(key)
      const isOpenAI = new URL(request.url).pathname.startsWith('/v1beta/openai/')
      return isOpenAI && keys.verdict(bearer) === 'accepted' ? 'accepted' : accessTokens.verdict(bearer)
    },
  })
  return {
    origin,
    settings: {
      base_url: origin,
      oauth: {
        client_id: desktop.clientId,
        client_secret: desktop.clientSecret,
        issuer: origin,
        authorize_url: `${origin}/o/oauth2/v2/auth`,
        token_url: `${origin}/token`,
        revoke_url: `${origin}/revoke`,
      },
    },
    environment: files.environment,
    apiKey,
    tokenRequests: authorization.tokenRequests,
    apiRequests,
    endLatestLogin: () => authorization.endLatestLogin(),
    expireTokens: () => accessTokens.expireAll(),
    stop: async () => {
      await stop()
      await files.remove()
    },
  }
}
