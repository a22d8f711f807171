import {
  type CredentialKey,
  type LoginInteraction,
  MemoryTokenStorage,
  type OAuthFlow,
  type ProviderPluginRuntime,
  type TokenManager,
  type TokenSnapshot,
  tokenStatus,
} from '@ccproxy/core'

export const fakeToken = 'fake-token-1'

export function fakeSnapshot(overrides: Partial<TokenSnapshot> = {}): TokenSnapshot {
  return {
    key: { provider: 'acme', account: 'default' },
    revision: '1',
    kind: 'oauth',
    flow: 'browser',
    state: 'valid',
    expiresAt: Date.parse('2026-11-22T13:00:00.000Z'),
    expiresInSeconds: 3600,
    obtainedAt: Date.parse('2026-11-22T12:00:00.000Z'),
    scopes: ['inference'],
    lastError: undefined,
    accessTokenPreview: 'fake…en-1',
    hasRefreshToken: true,
    storage: '/home/me/.config/ccproxy/credentials/acme/default.json',
    shadows: [],
    reveal: () => fakeToken,
    endsSoon: false,
    usable: true,
    toJSON() {
      return tokenStatus(this)
    },
    ...overrides,
  }
}

/** A login that no token was asked for yet: of a federation, or of another tool. */
export function untriedSnapshot(overrides: Partial<TokenSnapshot> = {}): TokenSnapshot {
  const { expiresAt: _, ...rest } = fakeSnapshot({ state: 'expired', expiresInSeconds: undefined, ...overrides })
  return { ...rest, hasRefreshToken: false, accessTokenPreview: '' }
}

export function absentSnapshot(key: CredentialKey): TokenSnapshot {
  const { expiresAt: _, ...rest } = fakeSnapshot({
    key,
    state: 'absent',
    flow: '',
    revision: '',
    expiresInSeconds: undefined,
    obtainedAt: 0,
    usable: false,
  })
  return { ...rest, hasRefreshToken: false, accessTokenPreview: '' }
}

const oauthClient = { clientId: 'fake-client', scopes: [], token: { url: 'https://login.acme.example/token' } }

export const browserFlow: OAuthFlow = {
  ...oauthClient,
  kind: 'authorization-code',
  id: 'browser',
  label: 'Sign in with the browser',
  authorizeUrl: 'https://login.acme.example/authorize',
  pkce: 'S256',
  redirect: { kind: 'loopback' },
}

export const deviceFlow: OAuthFlow = {
  ...oauthClient,
  kind: 'device-code',
  id: 'device',
  label: 'Sign in on another device',
  deviceAuthorizationUrl: 'https://login.acme.example/device',
}

export const keyFlow: OAuthFlow = { kind: 'api-key', id: 'key', label: 'API key', env: ['ACME_API_KEY'] }

export interface FakeProviderOptions {
  readonly name?: string
  readonly flows?: readonly OAuthFlow[]
  /** What storage and manager know. */
  readonly snapshots?: readonly TokenSnapshot[]
  readonly login?: (key: CredentialKey, flow: string, interaction: LoginInteraction) => Promise<TokenSnapshot>
  readonly manager?: Partial<TokenManager>
  readonly overrides?: Partial<ProviderPluginRuntime>
}

/** A provider that signs in as it is told. Nothing is sent anywhere. */
export async function fakeProvider(options: FakeProviderOptions = {}): Promise<ProviderPluginRuntime> {
  const { name = 'acme', flows = [browserFlow, deviceFlow, keyFlow], snapshots = [] } = options
  const storage = new MemoryTokenStorage()
  for (const { key, flow } of snapshots) {
    const secret = { kind: 'api-key', apiKey: fakeToken, flow, obtainedAt: 0, extra: {} } as const
    await storage.write(key, secret, { expectedRevision: null })
  }
  const snapshot = async (key: CredentialKey): Promise<TokenSnapshot> =>
    snapshots.find((known) => known.key.account === key.account) ?? absentSnapshot(key)
  const manager: TokenManager = {
    peek: () => undefined,
    acquire: snapshot,
    snapshot,
    accounts: async () => snapshots.map(({ key }) => key),
    login: async (key, flowId, interaction) => {
      const flow = [flowId].flat().join('+')
      return options.login === undefined ? fakeSnapshot({ key, flow }) : await options.login(key, flow, interaction)
    },
    refresh: snapshot,
    logout: async () => ({ removed: snapshots.length > 0, revocation: 'revoked' }),
    nextRefreshAt: async () => undefined,
    stop: async () => {},
    ...options.manager,
  }
  return {
    kind: 'provider',
    name,
    displayName: 'Acme',
    flows,
    storage,
    manager,
    adapter: { dialects: ['anthropic-messages'], prepare: () => ({ headers: {} }) },
    baseUrl: 'https://api.acme.example',
    routes: undefined,
    cliCommands: [],
    health: async () => ({ status: 'ok' }),
    stop: async () => {},
    ...options.overrides,
  }
}
