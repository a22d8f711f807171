// Credentials of every kind, with every field.
import type {
  ApiKeyCredential,
  LinkedCredential,
  NewCredential,
  NewOAuthCredential,
  WithoutRevision,
} from '@ccproxy/core'

export const key = { provider: 'acme', account: 'default' }
export const absent = { expectedRevision: null }

const second = 1000
const start = Date.UTC(2026, 0, 1)

export const apiKey: WithoutRevision<ApiKeyCredential> = {
  kind: 'api-key',
  flow: 'key',
  apiKey: 'fake-api-key',
  obtainedAt: start,
  extra: {},
}

export const oauth: NewOAuthCredential = {
  kind: 'oauth',
  flow: 'browser',
  obtainedAt: start,
  extra: { id_token: 'fake-id-token' },
  profile: { id: '7', email: 'someone@acme.example', plan: 'team' },
  accessToken: 'fake-access-token',
  refreshToken: 'fake-refresh-token',
  tokenType: 'Bearer',
  expiresAt: start + 3600 * second,
  refreshTokenExpiresAt: start + 86_400 * second,
  refreshNotBefore: start + 60 * second,
  scopes: ['inference', 'profile'],
  clientId: 'client-1',
  grantId: 'grant-1',
  generation: 3,
  boundTo: {
    plugin: '@acme/plugin',
    issuer: 'https://login.acme.example',
    tokenOrigin: 'https://login.acme.example',
    apiOrigin: 'https://api.acme.example',
  },
  needsLogin: { at: start + second, code: 'CCPROXY_CREDENTIAL_NEEDS_LOGIN', reason: 'the login has ended' },
}

const bareOAuth: NewOAuthCredential = {
  kind: 'oauth',
  flow: 'device',
  obtainedAt: start,
  extra: {},
  accessToken: 'fake-access-token with "quotes", \n lines and ünïcode',
  tokenType: 'Bearer',
  scopes: [],
  grantId: 'grant-2',
  generation: 1,
  boundTo: { tokenOrigin: 'https://login.acme.example', apiOrigin: 'https://api.acme.example' },
}

const linked: WithoutRevision<LinkedCredential> = {
  kind: 'linked',
  renewal: 'mint',
  flow: 'link',
  obtainedAt: start,
  extra: {},
  source: { file: '/home/someone/.acme/login.json' },
  minted: { accessToken: 'fake-minted-token', expiresAt: start + 600 * second },
}

export const samples: readonly (readonly [string, NewCredential])[] = [
  ['an API key', apiKey],
  ['an OAuth login with everything', oauth],
  ['an OAuth login with nothing optional', bareOAuth],
  ['a link with a minted token', linked],
]
