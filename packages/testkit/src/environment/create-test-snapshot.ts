import type { TokenSnapshot } from '@ccproxy/core'

/** A living token as adapters see it, for tests of an adapter alone. Its secret is `fake-secret`. */
export function createTestSnapshot(overrides: Partial<TokenSnapshot> = {}): TokenSnapshot {
  return {
    key: { provider: 'test', account: 'default' },
    revision: 'r1',
    kind: 'api-key',
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
    toJSON: () => {
      throw new Error('only a manager makes a snapshot that shows itself')
    },
    ...overrides,
  }
}
