// A provider made by hand: real adapter rules, tokens from a list, no storage.
import type { ProviderAdapter, ProviderPluginRuntime, TokenManager, TokenSnapshot } from '@ccproxy/core'

const unused = (): never => {
  throw new Error('not part of these tests')
}

export function fakeToken(text: string, account = 'default'): TokenSnapshot {
  return {
    key: { provider: 'fake', account },
    revision: `revision of ${text}`,
    kind: 'oauth',
    flow: 'fake',
    state: 'valid',
    expiresInSeconds: undefined,
    lastError: undefined,
    obtainedAt: 0,
    scopes: [],
    accessTokenPreview: '',
    hasRefreshToken: true,
    storage: 'memory',
    shadows: [],
    reveal: () => text,
    endsSoon: false,
    usable: true,
    toJSON: unused,
  }
}

export interface FakeManager extends TokenManager {
  /** How often a renewal was asked for. */
  readonly renewals: () => number
}

/** Serves the first token; after a rejection the second, and so on; the last one stays. */
export function fakeManager(tokens: readonly string[], acquire?: TokenManager['acquire']): FakeManager {
  let index = 0
  let renewals = 0
  const current = (account: string): TokenSnapshot => fakeToken(tokens[index] ?? '', account)
  return {
    peek: (key) => (acquire === undefined ? current(key.account) : undefined),
    async acquire(key, options) {
      if (acquire !== undefined) return acquire(key, options)
      if (options?.rejected !== undefined) {
        renewals += 1
        index = Math.min(index + 1, tokens.length - 1)
      }
      return current(key.account)
    },
    snapshot: unused,
    accounts: unused,
    login: unused,
    refresh: unused,
    logout: unused,
    nextRefreshAt: unused,
    stop: async () => {},
    renewals: () => renewals,
  }
}

export interface FakeProviderOptions {
  readonly baseUrl: string
  readonly manager?: TokenManager
  readonly adapter?: Partial<ProviderAdapter>
}

export function fakeProvider({ baseUrl, manager, adapter }: FakeProviderOptions): ProviderPluginRuntime {
  return {
    kind: 'provider',
    name: 'fake',
    displayName: 'Fake',
    flows: [],
    storage: {
      read: unused,
      write: unused,
      remove: unused,
      list: unused,
      withLock: unused,
      ensureWritable: unused,
      tickets: { take: unused, settle: unused, withdraw: unused },
      describe: () => 'memory',
    },
    manager: manager ?? fakeManager(['fake-token-1']),
    adapter: {
      dialects: ['anthropic-messages'],
      prepare: ({ token }) => ({
        headers: { authorization: `Bearer ${token.reveal()}`, 'anthropic-beta': { append: 'oauth-2025-04-20' } },
      }),
      ...adapter,
    },
    baseUrl,
    routes: undefined,
    cliCommands: [],
    health: async () => ({ status: 'ok' }),
    stop: async () => {},
  }
}
