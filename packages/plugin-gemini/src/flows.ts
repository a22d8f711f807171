import type { ApiKeyFlow, AuthorizationCodeFlow, OAuthFlow, PluginContext } from '@ccproxy/core'
import { defaultLogin } from './default-credentials/default-login-flow.js'
import { serviceAccount } from './default-credentials/service-account-flow.js'
import { explainLogin } from './explain-refusals.js'

interface GoogleSettings {
  readonly clientId?: string | undefined
  readonly clientSecret?: string | undefined
  readonly issuer: string
  readonly authorizeUrl: string
  readonly tokenUrl: string
  readonly revokeUrl: string
  readonly scopes: readonly string[]
}

/** No pattern: Google has given keys of several forms. */
const key: ApiKeyFlow = {
  kind: 'api-key',
  id: 'key',
  label: 'API key of Google AI Studio',
  env: ['GEMINI_API_KEY', 'GOOGLE_API_KEY'],
}

/** https://developers.google.com/identity/protocols/oauth2/native-app: a desktop client has a secret that is none. */
function browser(oauth: GoogleSettings): AuthorizationCodeFlow {
  const missing = [
    ...(oauth.clientId === undefined ? ['plugins.gemini.oauth.client_id'] : []),
    ...(oauth.clientSecret === undefined ? ['plugins.gemini.oauth.client_secret'] : []),
  ]
  return {
    kind: 'authorization-code',
    id: 'browser',
    label: 'Google account, by an OAuth client of your own',
    ...(missing.length > 0 && {
      unavailable: {
        reason: 'needs an OAuth client of your own',
        hint: `Make one of the type "Desktop app" in the Google Cloud console (Google Auth Platform > Clients), then set ${missing.join(' and ')}`,
      },
    }),
    pkce: 'S256',
    redirect: { kind: 'loopback' },
    clientId: oauth.clientId,
    clientSecret: oauth.clientSecret,
    issuer: oauth.issuer,
    authorizeUrl: oauth.authorizeUrl,
    revokeUrl: oauth.revokeUrl,
    scopes: oauth.scopes,
    token: { url: oauth.tokenUrl, explain: explainLogin },
    // Google gives a refresh token at the first consent only, unless the consent is asked for again.
    authorizeParams: () => ({ access_type: 'offline', prompt: 'consent' }),
  }
}

export function flows(
  oauth: GoogleSettings,
  context: Pick<PluginContext, 'environment' | 'clock'>,
): readonly OAuthFlow[] {
  return [key, browser(oauth), defaultLogin(context.environment, oauth), serviceAccount(context, oauth)]
}
