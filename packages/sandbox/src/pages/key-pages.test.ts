import { createHash } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { post, textOf } from '../__fixtures__/oauth-client.js'
import type { Sandbox } from '../sandbox.js'
import { startSandbox } from '../server/start-sandbox.js'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox()
})
afterEach(() => {
  vi.useRealTimers()
  sandbox.setConsent('auto')
})
afterAll(() => sandbox.close())

const verifier = 'fake-verifier-1-that-is-long-enough-for-the-standard'
const question = {
  callback_url: 'http://127.0.0.1:49999/callback/fake-path',
  code_challenge: createHash('sha256').update(verifier).digest('base64url'),
  code_challenge_method: 'S256',
}

async function ask(changes: Record<string, string> = {}): Promise<Response> {
  const url = new URL(sandbox.endpoints.keyAuthorize)
  for (const [name, value] of Object.entries({ ...question, ...changes })) url.searchParams.set(name, value)
  return fetch(url, { redirect: 'manual' })
}

const callbackOf = (answer: Response): URL => new URL(answer.headers.get('location') ?? '')
const codeOf = (answer: Response): string => callbackOf(answer).searchParams.get('code') ?? ''

const exchange = (code: string, changes: object = {}): Promise<Response> =>
  post(sandbox.endpoints.keys, { code, code_verifier: verifier, code_challenge_method: 'S256', ...changes })

const models = (headers: Record<string, string>): Promise<Response> => fetch(`${sandbox.origin}/v1/models`, { headers })

describe('a key for a code', () => {
  it('is given to whoever has the verifier, once, and is a key of the model', async () => {
    const answer = await ask()
    expect(callbackOf(answer).href).toContain(`${question.callback_url}?code=`)
    const exchanged = await exchange(codeOf(answer))
    expect(exchanged.status).toBe(200)
    const key = await textOf(exchanged, 'key')
    expect(key).toMatch(/^sandbox-key-/)
    expect((await models({ 'x-api-key': key })).status).toBe(200)
    expect((await models({ authorization: `Bearer ${key}` })).status).toBe(200)
    expect((await exchange(codeOf(answer))).status).toBe(403)
  })

  it('is refused with another verifier, which spends the code', async () => {
    const code = codeOf(await ask())
    expect((await exchange(code, { code_verifier: 'wrong' })).status).toBe(403)
    expect((await exchange(code)).status).toBe(403)
  })

  it('is refused a minute later', async () => {
    const code = codeOf(await ask())
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 })
    expect((await exchange(code)).status).toBe(403)
  })

  it.each([{ code_challenge_method: 'plain' }, { code: 7 }])('is refused for %o', async (wrong) => {
    expect((await exchange(codeOf(await ask()), wrong)).status).toBe(400)
  })
})

describe('the question', () => {
  it.each([
    { callback_url: 'https://evil.example/callback' },
    { callback_url: 'nonsense' },
    { code_challenge: 'short' },
    { code_challenge_method: 'plain' },
  ])('is not asked with %o', async (wrong) => {
    expect((await ask(wrong)).status).toBe(400)
  })

  it('is refused at once in the mode deny', async () => {
    sandbox.setConsent('deny')
    expect(callbackOf(await ask()).searchParams.get('error')).toBe('access_denied')
  })

  it.each([
    ['allow', 'code'],
    ['deny', 'error'],
  ])('is put to a person in the mode page: %s brings %s', async (decision, parameter) => {
    sandbox.setConsent('page')
    const shown = await ask()
    expect(shown.status).toBe(200)
    expect(await shown.text()).toContain('127.0.0.1:49999')
    const body = new URLSearchParams({ ...question, decision })
    const answer = await fetch(sandbox.endpoints.keyAuthorize, { method: 'POST', body, redirect: 'manual' })
    expect(callbackOf(answer).searchParams.get(parameter)).toBeTruthy()
  })

  it('is not answered for a request that it was not asked for', async () => {
    const body = new URLSearchParams({ ...question, callback_url: 'https://evil.example/', decision: 'allow' })
    const answer = await fetch(sandbox.endpoints.keyAuthorize, { method: 'POST', body, redirect: 'manual' })
    expect(answer.status).toBe(400)
  })
})
