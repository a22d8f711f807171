// Providers that do not rotate: the refresh token stays, and is sent again at every expiry.
import { describe, expect, it } from 'vitest'
import { CCProxyError } from '../errors/ccproxy-error.js'
import type { OAuthCredential } from '../storage/credential.js'
import { credential, hour, key, manage, rotated } from './__fixtures__/managed-account.js'

const kept = (previous: OAuthCredential, now: number) => ({
  ...rotated(previous, now),
  refreshToken: previous.refreshToken ?? '',
})

describe('a refresh token that the provider keeps', () => {
  it('is sent at every expiry', async () => {
    const { manager, storage, clock, sent } = manage({
      refresh: (previous) => Promise.resolve(kept(previous, clock.now())),
    })
    await storage.write(key, credential(), { expectedRevision: null })
    for (let round = 1; round <= 3; round += 1) {
      clock.pass(hour + 1)
      expect((await manager.acquire(key)).reveal()).toBe(`fake-access-token-number-${round + 1}`)
    }
    expect(sent).toEqual(['fake-refresh-1', 'fake-refresh-1', 'fake-refresh-1'])
  })

  it('survives an interrupted refresh: the one more try makes it usable as before', async () => {
    let calls = 0
    const { manager, storage, clock, sent } = manage({
      refresh: async (previous) => {
        calls += 1
        if (calls === 1) throw new CCProxyError('CCPROXY_OAUTH_CONNECTION_LOST', 'the connection broke')
        return kept(previous, clock.now())
      },
    })
    await storage.write(key, credential(), { expectedRevision: null })
    clock.pass(hour + 1)
    await expect(manager.acquire(key)).rejects.toMatchObject({ code: 'CCPROXY_OAUTH_CONNECTION_LOST' })
    for (let round = 1; round <= 3; round += 1) {
      clock.pass(2 * hour)
      expect((await manager.acquire(key)).state).toBe('valid')
    }
    expect(sent).toHaveLength(4)
  })
})
