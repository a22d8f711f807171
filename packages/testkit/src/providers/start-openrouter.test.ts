import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type OpenRouterStandIn, startOpenRouter } from './start-openrouter.js'

const verifier = 'fake-verifier-of-at-least-forty-three-characters'
const challenge = createHash('sha256').update(verifier).digest('base64url')

let standIn: OpenRouterStandIn
beforeEach(async () => {
  standIn = await startOpenRouter({ limit: { total: 10, remaining: 2.5 } })
})
afterEach(() => standIn.stop())

const authorize = (parameters: Readonly<Record<string, string>>) =>
  fetch(`${standIn.origin}/auth?${new URLSearchParams(parameters).toString()}`, { redirect: 'manual' })

async function codeFor(callback: string): Promise<string> {
  const answer = await authorize({ callback_url: callback, code_challenge: challenge, code_challenge_method: 'S256' })
  return new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? ''
}

const exchange = (body: object, method = 'POST') =>
  fetch(`${standIn.origin}/api/v1/auth/keys`, {
    method,
    ...(method === 'POST' && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  })

describe('the stand-in of OpenRouter', () => {
  it.each([
    ['http://127.0.0.1:5000/callback', 400],
    ['http://app.example/callback', 400],
    ['https://app.example/callback', 302],
    ['http://localhost:5000/callback/x', 302],
  ])('sends to %s: %d', async (callback, status) => {
    const answer = await authorize({ callback_url: callback, code_challenge: challenge, code_challenge_method: 'S256' })
    expect(answer.status).toBe(status)
  })

  it('wants a challenge', async () => {
    expect((await authorize({ callback_url: 'http://localhost:5000/' })).status).toBe(400)
  })

  it('gives one key for one code and its verifier', async () => {
    const code = await codeFor('http://localhost:5000/')
    const body = { code, code_verifier: verifier, code_challenge_method: 'S256' }
    expect((await exchange({ ...body, code_challenge_method: 'plain' })).status).toBe(400)
    expect(await (await exchange(body)).json()).toMatchObject({ key: expect.stringMatching(/^sk-or-v1-/) })
    expect((await exchange(body)).status).toBe(403)
    const another = { ...body, code: await codeFor('http://localhost:5000/'), code_verifier: 'another' }
    expect((await exchange(another)).status).toBe(403)
    expect((await exchange({}, 'GET')).status).toBe(405)
    expect(standIn.tokenRequests.map(({ status }) => status)).toEqual([400, 200, 403, 403, 405])
  })

  it('tells a key what it may spend, until the key is refused', async () => {
    const headers = { authorization: `Bearer ${standIn.issueKey()}` }
    const answer = await fetch(`${standIn.origin}/api/v1/key`, { headers })
    expect(await answer.json()).toMatchObject({ data: { limit: 10, limit_remaining: 2.5, usage: 7.5 } })
    standIn.expireTokens()
    expect((await fetch(`${standIn.origin}/api/v1/key`, { headers })).status).toBe(401)
    expect((await fetch(`${standIn.origin}/api/v1/models`, { headers })).status).toBe(401)
    expect(standIn.apiRequests.map(({ path }) => path)).toEqual(['/api/v1/key', '/api/v1/key', '/api/v1/models'])
  })
})
