import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type FaultyTokenEndpoint, startFaultyTokenEndpoint } from './start-faulty-token-endpoint.js'
import type { TokenOutcome } from './token-outcome.js'

let endpoint: FaultyTokenEndpoint
beforeEach(async () => {
  endpoint = await startFaultyTokenEndpoint()
})
afterEach(() => endpoint.close())

const refresh = (refreshToken: string): Promise<Response> =>
  fetch(endpoint.url, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken }),
  })

describe('a good answer', () => {
  it('rotates, and remembers what it issued', async () => {
    const { refreshToken } = endpoint.issue()
    expect(await (await refresh(refreshToken)).json()).toEqual({
      access_token: 'fake-access-token-2',
      token_type: 'Bearer',
      expires_in: 3600,
      refresh_token: 'fake-refresh-token-2',
    })
    expect(endpoint.family).toMatchObject({ rotations: 1, replays: 0, current: 'fake-refresh-token-2' })
    expect(endpoint.parameters[0]?.get('refresh_token')).toBe(refreshToken)
  })

  it('is given to a code, also as JSON, and takes other fields', async () => {
    endpoint.script({ kind: 'grant', expiresInSeconds: 5, fields: { scope: 'a b' } })
    const response = await fetch(endpoint.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ grant_type: 'authorization_code', code: 'fake-code' }),
    })
    expect(await response.json()).toMatchObject({ expires_in: 5, scope: 'a b', refresh_token: 'fake-refresh-token-1' })
    expect(endpoint.parameters[0]?.get('code')).toBe('fake-code')
  })

  it('may keep the refresh token', async () => {
    const { refreshToken } = endpoint.issue()
    endpoint.script({ kind: 'grant', rotate: 'keep' })
    expect(await (await refresh(refreshToken)).json()).not.toHaveProperty('refresh_token')
    expect((await refresh(refreshToken)).status).toBe(200)
  })

  it('is the last one of a family in which a token came twice', async () => {
    const { refreshToken } = endpoint.issue()
    await refresh(refreshToken)
    expect(await (await refresh(refreshToken)).json()).toEqual({ error: 'invalid_grant' })
    expect((await refresh('fake-refresh-token-2')).status).toBe(400)
    expect(endpoint.family).toMatchObject({ replays: 2, revoked: true })
  })

  it('is not given to a token that was never issued, and revokes nothing', async () => {
    const { refreshToken } = endpoint.issue()
    expect((await refresh('fake-refresh-token-99')).status).toBe(400)
    expect((await refresh(refreshToken)).status).toBe(200)
  })
})

describe('a fault', () => {
  it.each<[TokenOutcome, number, string | undefined]>([
    [{ kind: 'error', error: 'invalid_client', status: 401 }, 401, undefined],
    [{ kind: 'html' }, 502, undefined],
    [{ kind: 'rate-limited', retryAfter: 9 }, 429, '9'],
    [{ kind: 'redirect', location: 'http://127.0.0.1:1/' }, 302, undefined],
    [{ kind: 'raw', status: 200, body: '{' }, 200, undefined],
  ])('%o spends no token', async (outcome, status, retryAfter) => {
    const { refreshToken } = endpoint.issue()
    endpoint.script(outcome)
    const response = await refresh(refreshToken)
    expect([response.status, response.headers.get('retry-after') ?? undefined]).toEqual([status, retryAfter])
    expect((await refresh(refreshToken)).status).toBe(200)
  })

  it('may hang or reset without spending the token', async () => {
    const { refreshToken } = endpoint.issue()
    endpoint.script({ kind: 'reset' }, { kind: 'hang' })
    await expect(refresh(refreshToken)).rejects.toThrow('fetch failed')
    await expect(fetch(endpoint.url, { signal: AbortSignal.timeout(50) })).rejects.toThrow(/timeout/)
    expect((await refresh(refreshToken)).status).toBe(200)
  })

  it.each(['rotate-then-drop', 'rotate-then-cut'] as const)(
    'may spend the token and lose the answer: %s',
    async (kind) => {
      const { refreshToken } = endpoint.issue()
      endpoint.script({ kind })
      await expect(refresh(refreshToken).then((answer) => answer.text())).rejects.toThrow(/fetch failed|terminated/)
      expect(endpoint.family).toMatchObject({ rotations: 1, current: 'fake-refresh-token-2' })
      expect((await refresh(refreshToken)).status).toBe(400)
    },
  )
})
