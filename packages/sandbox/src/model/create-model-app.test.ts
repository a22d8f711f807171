import { describe, expect, it } from 'vitest'
import { createModelApp, type ModelAppOptions } from './create-model-app.js'
import type { CredentialVerdict } from './credential-verdict.js'

const appOf = (options: Partial<ModelAppOptions> = {}) => createModelApp({ authorize: () => 'accepted', ...options })

function request(path: string, body?: unknown, headers: Record<string, string> = {}): Request {
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
  return new Request(`http://127.0.0.1${path}`, { ...init, headers })
}

const chat = { model: 'gpt-x', messages: [{ role: 'user', content: 'hello' }] }
const messages = { ...chat, max_tokens: 100 }
const response = { model: 'gpt-x', input: 'hello' }
const generate = { contents: [{ role: 'user', parts: [{ text: 'hello' }] }] }

describe('the paths of providers', () => {
  it.each([
    ['/api/v1/messages', messages, { type: 'message' }],
    ['/v1beta/openai/chat/completions', chat, { object: 'chat.completion' }],
    ['/openai/deployments/mine/chat/completions?api-version=v1', chat, { object: 'chat.completion' }],
    ['/openai/v1/responses', response, { object: 'response' }],
    ['/v1beta/models/gemini-x:generateContent', generate, { modelVersion: 'gemini-x' }],
    ['/v1beta/models/gemini-x%3AgenerateContent', generate, { modelVersion: 'gemini-x' }],
  ])('%s', async (path, body, answer) => {
    expect(await (await appOf().fetch(request(path, body))).json()).toMatchObject(answer)
  })

  it.each(['/v1/other', '/v1/messages/batches', '/v1/%zz', '/v1/models/x:embedContent'])('%s is none', async (path) => {
    expect((await appOf().fetch(request(path, {}))).status).toBe(404)
  })

  it.each(['/v1/responses', '/v1/embeddings'])('nothing is read from %s', async (path) => {
    expect((await appOf().fetch(request(path))).status).toBe(404)
    const removal = new Request(`http://127.0.0.1${path}`, { method: 'DELETE' })
    expect((await appOf().fetch(removal)).status).toBe(404)
  })
})

describe('the models, in the dialect of who asks', () => {
  it.each([
    ['/v1/models', { 'anthropic-version': '2023-06-01' }, 'first_id'],
    ['/v1/models', { 'x-goog-api-key': 'fake-key-1' }, 'models'],
    ['/v1/models', { 'x-goog-api-client': 'google-genai-sdk/3' }, 'models'],
    ['/v1beta/models', { authorization: 'Bearer fake-token-1' }, 'models'],
    ['/v1beta/openai/models', { authorization: 'Bearer fake-token-1' }, 'object'],
    ['/v1/models', { authorization: 'Bearer fake-token-1' }, 'object'],
  ])('%s with %j', async (path, headers, field) => {
    expect(await (await appOf().fetch(request(path, undefined, headers))).json()).toHaveProperty(field)
  })

  it('or in the only one that is served', async () => {
    const app = appOf({ dialects: ['gemini'] })
    expect(await (await app.fetch(request('/v1/models'))).json()).toHaveProperty('models')
  })
})

it('does not know the paths of dialects that are not served', async () => {
  const app = appOf({ dialects: ['openai-chat'] })
  const refused = await app.fetch(request('/v1/messages', messages))
  expect(refused.status).toBe(404)
  expect((await app.fetch(request('/v1/chat/completions', chat))).status).toBe(200)
})

it('fails the body of a truncated answer where there is no connection to cut', async () => {
  const app = appOf()
  for (const stream of [false, true]) {
    const answer = await app.fetch(request('/v1/chat/completions', { ...chat, model: 'sandbox-truncate', stream }))
    await expect(answer.text()).rejects.toThrow('on purpose')
  }
})

describe('a verdict on the credential', () => {
  const verdicts: readonly [CredentialVerdict, string][] = [
    ['expired', 'expired'],
    ['unknown', 'Invalid bearer token'],
    ['absent', 'is required'],
    ['conflicting', 'not both'],
  ]
  it.each(verdicts)('%s is told in the words of the API', async (verdict, words) => {
    const app = appOf({ authorize: () => Promise.resolve(verdict) })
    const refused = await app.fetch(request('/v1/messages', {}, { authorization: 'Bearer fake-token-1' }))
    expect(refused.status).toBe(401)
    expect(await refused.json()).toMatchObject({ error: { message: expect.stringContaining(words) } })
  })

  it('that fails is no 401 and tells nothing', async () => {
    const app = appOf({ authorize: () => Promise.reject(new Error('fake-secret-1')) })
    const answer = await app.fetch(request('/v1/messages', messages))
    expect(answer.status).toBe(500)
    expect(await answer.text()).not.toContain('fake-secret-1')
  })
})
