import type { CredentialProfile, TokenSnapshot } from '@ccproxy/core'

/** A token as adapters see it; its secret is `fake-secret`. */
export function snapshotOf(kind: TokenSnapshot['kind'], account?: CredentialProfile): TokenSnapshot {
  return {
    key: { provider: 'claude', account: 'default' },
    revision: 'r1',
    kind,
    flow: 'test',
    state: 'valid',
    expiresInSeconds: undefined,
    lastError: undefined,
    obtainedAt: 0,
    scopes: [],
    accessTokenPreview: '…',
    hasRefreshToken: false,
    storage: 'memory',
    shadows: [],
    reveal: () => 'fake-secret',
    endsSoon: false,
    usable: true,
    ...(account !== undefined && { account }),
    toJSON: () => {
      throw new Error('not part of these tests')
    },
  }
}
