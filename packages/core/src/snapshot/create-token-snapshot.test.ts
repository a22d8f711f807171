import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { Credential } from '../storage/credential.js'
import { createTokenSnapshot } from './create-token-snapshot.js'
import { maskSecret } from './mask.js'
import type { TokenState } from './token-state.js'

const secret = 'fake-access-token-for-tests-only'
const credential: Credential = {
  kind: 'oauth',
  flow: 'browser',
  revision: 'r1',
  obtainedAt: 1_000,
  extra: { id_token: 'fake-id-token' },
  accessToken: secret,
  refreshToken: 'fake-refresh-token-for-tests',
  tokenType: 'Bearer',
  expiresAt: 3_601_000,
  scopes: ['inference'],
  grantId: 'g',
  generation: 2,
  boundTo: { plugin: 'p', tokenOrigin: 'https://a.example', apiOrigin: 'https://b.example' },
}

function snapshotOf(state: () => TokenState = () => 'valid') {
  return createTokenSnapshot({
    key: { provider: 'acme', account: 'default' },
    credential,
    fields: { account: { email: 'someone@acme.example' } },
    storage: 'memory',
    shadows: [],
    state,
    remainingMs: () => 59_900,
    lastError: () => undefined,
    end: undefined,
    usable: () => true,
    endsSoon: () => false,
  })
}

describe('a token snapshot', () => {
  it('shows its secret through reveal() only', () => {
    const snapshot = snapshotOf()
    expect(snapshot.reveal()).toBe(secret)
    const shown = [
      JSON.stringify(snapshot),
      inspect(snapshot, { showHidden: true, depth: 9 }),
      inspect({ snapshot }),
    ].join()
    for (const hidden of [secret, 'fake-refresh-token-for-tests', 'fake-id-token']) expect(shown).not.toContain(hidden)
    expect(JSON.parse(JSON.stringify(snapshot))).toMatchObject({
      provider: 'acme',
      accessToken: 'fake…only',
      expiresAt: '1970-01-01T01:00:01.000Z',
      expiresInSeconds: 59,
      hasRefreshToken: true,
      lastRefreshAt: '1970-01-01T00:00:01.000Z',
      profile: { email: 'someone@acme.example' },
    })
  })

  it('is frozen, and its state is of now, not of when it was made', () => {
    let state: TokenState = 'valid'
    const snapshot = snapshotOf(() => state)
    expect(Object.isFrozen(snapshot)).toBe(true)
    state = 'expired'
    expect(snapshot.state).toBe('expired')
  })
})

describe('maskSecret', () => {
  it.each([
    ['', ''],
    ['short', '…'],
    ['a-secret-of-23-letters.', '…'],
    ['a-secret-of-24-letters..', 'a-se…rs..'],
  ])('%j becomes %j', (plain, masked) => {
    expect(maskSecret(plain)).toBe(masked)
  })
})
