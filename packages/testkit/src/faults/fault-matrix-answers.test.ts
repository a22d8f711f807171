// Odd answers that are still answers, how long is waited, and clocks that differ.
import { describe, expect, it } from 'vitest'
import { createTestClock } from '../environment/create-test-clock.js'
import { startFaultyTokenEndpoint } from '../token-endpoint/start-faulty-token-endpoint.js'
import type { TokenOutcome } from '../token-endpoint/token-outcome.js'
import { startRecordingUpstream } from '../upstream/start-recording-upstream.js'
import {
  freshCredential,
  hour,
  key,
  type ManagedLogin,
  startManagedLogin,
  storedGeneration,
} from './__fixtures__/managed-login.js'

const minute = 60_000

async function expiredLogin(...outcomes: readonly TokenOutcome[]): Promise<ManagedLogin> {
  const login = await startManagedLogin()
  login.endpoint.script(...outcomes)
  login.clock.advance(hour + 1)
  return login
}

/** Milliseconds until a refresh is tried again. */
async function waitOf({ manager, clock }: ManagedLogin): Promise<number> {
  return ((await manager.nextRefreshAt(key)) ?? Number.NaN) - clock.now()
}

const tenYears = 315_360_000

interface Oddity {
  readonly oddity: string
  readonly fields?: Readonly<Record<string, unknown>>
  readonly rotate?: 'keep' | 'rotate'
  /** undefined: no end is known. */
  readonly lives: number | undefined
}

const oddities: readonly Oddity[] = [
  { oddity: 'no lifetime', fields: { expires_in: undefined }, lives: undefined },
  { oddity: 'a lifetime as a string', fields: { expires_in: '1800' }, lives: 1800 },
  { oddity: 'a negative lifetime', fields: { expires_in: -5 }, lives: undefined },
  { oddity: 'a lifetime of ages', fields: { expires_in: 1e18 }, lives: tenYears },
  { oddity: 'no new refresh token', rotate: 'keep', lives: 3600 },
  {
    oddity: 'the same refresh token again',
    rotate: 'keep',
    fields: { refresh_token: 'fake-refresh-token-1' },
    lives: 3600,
  },
  ...['bearer', 'BEARER', 'Bearer'].map(
    (type): Oddity => ({ oddity: `token type ${type}`, fields: { token_type: type }, lives: 3600 }),
  ),
  { oddity: 'no token type', fields: { token_type: undefined }, lives: 3600 },
  { oddity: 'an error beside the token', fields: { error: 'invalid_grant' }, lives: 3600 },
]

describe.each(oddities)('$oddity', ({ fields = {}, rotate = 'rotate', lives }) => {
  it('is understood, saved, told, and can be renewed the next time', async () => {
    const outcome: TokenOutcome = { kind: 'grant', rotate, fields }
    await using login = await expiredLogin(outcome, outcome)
    const { manager, endpoint, clock, events } = login
    const token = await manager.acquire(key)
    expect([token.state, token.expiresInSeconds]).toEqual(['valid', lives])
    const expiresAt = lives === undefined ? {} : { expiresAt: clock.now() + lives * 1000 }
    expect(events).toEqual([
      ['oauth.refresh.response', { key, flow: 'device', source: 'network', revision: token.revision, ...expiresAt }],
    ])
    expect(await login.storage.read(key)).toMatchObject({ generation: 2, tokenType: 'Bearer' })
    expect(JSON.stringify(token)).toContain(token.state)

    const other = await login.another()
    const renewed = await other.refresh(key)
    expect(renewed.revision).not.toBe(token.revision)
    expect(await storedGeneration(login)).toBe(3)
    expect(endpoint.requests).toHaveLength(2)
    expect([endpoint.family.replays, endpoint.family.revoked]).toEqual([0, false])
  })
})

describe('an end of the login', () => {
  it('invalid_grant needs a sign-in, written for every process, and nothing is sent again', async () => {
    await using login = await expiredLogin({ kind: 'error', error: 'invalid_grant', description: 'Token revoked' })
    const { manager, endpoint, events, clock } = login
    const loss = { code: 'CCPROXY_CREDENTIAL_NEEDS_LOGIN', hint: 'Run: ccproxy auth login acme' }
    await expect(manager.acquire(key)).rejects.toMatchObject({
      ...loss,
      message: expect.stringMatching(/the login has ended .* answered invalid_grant: Token revoked/),
    })
    expect(events).toMatchObject([['oauth.error', loss]])
    expect((await manager.snapshot(key)).state).toBe('needs-login')
    expect(await login.storage.read(key)).toMatchObject({
      refreshToken: 'fake-refresh-token-1',
      needsLogin: { code: 'CCPROXY_CREDENTIAL_NEEDS_LOGIN', at: clock.now() },
    })
    clock.advance(hour)
    await expect((await login.another()).acquire(key)).rejects.toMatchObject(loss)
    await expect(manager.refresh(key)).rejects.toMatchObject(loss)
    expect(endpoint.requests).toHaveLength(1)
    expect(endpoint.family.revoked).toBe(false)
  })

  it('a redirect is refused, and the other server sees nothing', async () => {
    await using elsewhere = await startRecordingUpstream()
    await using login = await expiredLogin({ kind: 'redirect', location: `${elsewhere.origin}/token` })
    const refused = { code: 'CCPROXY_OAUTH_REDIRECT_REFUSED', hint: expect.stringContaining('token_url') }
    await expect(login.manager.acquire(key)).rejects.toMatchObject(refused)
    expect(login.events).toMatchObject([['oauth.error', refused]])
    expect((await login.manager.snapshot(key)).state).toBe('expired')
    expect(elsewhere.connections).toBe(0)
    login.clock.advance(minute)
    expect((await login.manager.acquire(key)).state).toBe('valid')
    expect(login.endpoint.requests).toHaveLength(2)
  })
})

describe('how long is waited', () => {
  it.each([500, 502, 503, 504])(
    'status %i: longer after each failure, with jitter, at most five minutes',
    async (status) => {
      const failures = 12
      const outcome = { kind: 'html', status } as const
      await using login = await expiredLogin(...Array.from({ length: failures }, () => outcome))
      const { manager, endpoint, clock } = login
      for (let failure = 0; failure < failures; failure += 1) {
        await expect(manager.acquire(key)).rejects.toMatchObject({ code: 'CCPROXY_OAUTH_SERVER_ERROR' })
        const step = Math.min(1000 * 2 ** failure, 300_000)
        const wait = await waitOf(login)
        expect(wait).toBeGreaterThanOrEqual(0.75 * step)
        expect(wait).toBeLessThanOrEqual(step)
        clock.advance(wait - 1)
        await expect(manager.acquire(key)).rejects.toMatchObject({
          code: 'CCPROXY_CREDENTIAL_REFRESH_LIMIT',
          hint: expect.stringContaining('Next try in 1 s'),
          retryAt: clock.now() + 1000,
        })
        // The monotonic clock is a fraction.
        clock.advance(1.5)
      }
      expect((await manager.acquire(key)).state).toBe('valid')
      expect(endpoint.requests).toHaveLength(failures + 1)
      expect(endpoint.family.replays).toBe(0)
    },
  )

  it.each<[string, number | ((now: number) => string), number]>([
    ['seconds', 90, 90_000],
    ['a date', (now) => new Date(now + 5 * minute).toUTCString(), 5 * minute],
    ['a year: an hour', 31_536_000, hour],
    ['more digits than a clock has: an hour', (_now) => '9'.repeat(30), hour],
    ['the past: the usual', (now) => new Date(now - hour).toUTCString(), 1000],
    ['nonsense: the usual', (_now) => 'soon', 1000],
  ])('429 with Retry-After as %s', async (_name, asked, longestMs) => {
    await using login = await expiredLogin()
    const { manager, endpoint, clock } = login
    endpoint.script({ kind: 'rate-limited', retryAfter: typeof asked === 'number' ? asked : asked(clock.now()) })
    await expect(manager.acquire(key)).rejects.toMatchObject({ code: 'CCPROXY_OAUTH_RATE_LIMITED' })
    const wait = await waitOf(login)
    // A date has no milliseconds.
    expect(wait).toBeGreaterThanOrEqual(Math.max(longestMs - 1000, 750))
    expect(wait).toBeLessThanOrEqual(longestMs)
    clock.advance(wait)
    expect((await manager.acquire(key)).state).toBe('valid')
    expect(endpoint.requests).toHaveLength(2)
  })
})

describe('a refresh that does not move the expiry', () => {
  it('is not repeated at every request: born expired', async () => {
    await using login = await expiredLogin()
    const { manager, endpoint, clock } = login
    endpoint.script(...Array.from({ length: 50 }, () => ({ kind: 'grant', expiresInSeconds: 0 }) as const))
    for (let tenth = 0; tenth < 600; tenth += 1) {
      expect((await manager.acquire(key)).reveal()).toMatch(/^fake-access-token-/)
      clock.advance(100)
    }
    // 1 + 2 + 4 + … seconds: six or seven in a minute.
    expect(endpoint.requests.length).toBeLessThanOrEqual(8)
    expect(endpoint.family.replays).toBe(0)
  })

  it('is not repeated at every request: the end of the session stays where it is', async () => {
    const clock = createTestClock(Date.now())
    const end = clock.now() + hour
    const outcome: TokenOutcome = {
      kind: 'grant',
      get expiresInSeconds() {
        return Math.max(0, Math.floor((end - clock.now()) / 1000))
      },
    }
    const endpoint = await startFaultyTokenEndpoint({ outcome })
    await using login = await startManagedLogin({ clock, endpoint })
    clock.advance(hour - 2 * minute)
    for (let tenth = 0; tenth < 2400; tenth += 1) {
      await login.manager.acquire(key)
      await new Promise(setImmediate)
      clock.advance(100)
    }
    expect(endpoint.requests.length).toBeGreaterThan(3)
    expect(endpoint.requests.length).toBeLessThanOrEqual(20)
    expect(endpoint.family.replays).toBe(0)
  })
})

describe('a clock that differs from the server', () => {
  it.each([
    ['10 minutes ahead', 10 * minute],
    ['10 minutes behind', -10 * minute],
  ])('%s: a token lives as long as the server said', async (_name, skewMs) => {
    await using login = await startManagedLogin({ clock: createTestClock(Date.now() + skewMs) })
    const { manager, endpoint, clock } = login
    clock.advance(hour + 1)
    expect((await manager.acquire(key)).expiresInSeconds).toBe(3600)
    clock.advance(hour - 5 * minute)
    expect((await manager.acquire(key)).state).toBe('valid')
    expect(endpoint.requests).toHaveLength(1)
  })

  it.each([
    ['forward by 10 minutes', 10 * minute, 50 * 60],
    ['back by 10 minutes', -10 * minute, 60 * 60],
  ])('set %s while it serves: no refresh before its time', async (_name, byMs, secondsLeft) => {
    await using login = await startManagedLogin()
    const { manager, endpoint, clock } = login
    clock.setWallClock(clock.now() + byMs)
    expect((await manager.acquire(key)).expiresInSeconds).toBe(secondsLeft)
    clock.advance(30 * minute)
    expect((await manager.acquire(key)).state).toBe('valid')
    expect(endpoint.requests).toHaveLength(0)
    clock.advance(30 * minute)
    await manager.acquire(key)
    expect(endpoint.requests).toHaveLength(1)
  })

  it('ahead when it signed in, right at the next start: one refresh, then no more', async () => {
    const endpoint = await startFaultyTokenEndpoint()
    await using login = await startManagedLogin({ endpoint })
    const { storage, clock } = login
    const stored = await storage.read(key)
    const ahead = freshCredential(endpoint, clock.now() + 10 * minute)
    await storage.write(key, ahead, { expectedRevision: stored?.revision ?? null })
    const restarted = await login.another()
    for (let request = 0; request < 5; request += 1) expect((await restarted.acquire(key)).state).toBe('valid')
    expect(endpoint.requests).toHaveLength(1)
  })

  it('asleep for three hours: the first request succeeds after one refresh', async () => {
    await using login = await startManagedLogin()
    login.clock.sleep(3 * hour)
    const tokens = await Promise.all(Array.from({ length: 20 }, () => login.manager.acquire(key)))
    expect(new Set(tokens.map(({ state }) => state))).toEqual(new Set(['valid']))
    expect(login.endpoint.requests).toHaveLength(1)
  })
})
