import type { AuthorizationCodeFlow, OAuthSettings } from '@ccproxy/core'
import { oauthBeta } from './adapter.js'

/** A sign-in at the authorization server that the user names, with the client id that was issued to the user. */
export function browserFlow(oauth: OAuthSettings): AuthorizationCodeFlow {
  const missing = (['clientId', 'authorizeUrl', 'tokenUrl'] as const).filter((name) => oauth[name] === undefined)
  return {
    kind: 'authorization-code',
    id: 'browser',
    label: 'Your own OAuth client',
    ...(missing.length > 0 && {
      unavailable: {
        reason: 'needs an OAuth client that was issued to you',
        hint: `Set ${missing.map((name) => `plugins.claude.oauth.${snakeCase(name)}`).join(', ')}`,
      },
    }),
    pkce: 'S256',
    redirect: { kind: 'loopback' },
    clientId: oauth.clientId,
    clientSecret: oauth.clientSecret,
    authorizeUrl: oauth.authorizeUrl ?? '',
    scopes: oauth.scopes,
    // Anthropic's token endpoint reads JSON: https://platform.claude.com/docs/en/api
    token: { url: oauth.tokenUrl ?? '', encoding: 'json', headers: { 'anthropic-beta': oauthBeta } },
    revokeUrl: oauth.revokeUrl,
    issuer: oauth.issuer,
  }
}

function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
