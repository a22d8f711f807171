import { type ClientRequest, createHttpClient, type Dialect, type TokenSnapshot } from '@ccproxy/core'
import { createTestSnapshot } from '@ccproxy/testkit'
import nock from 'nock'
import { describe, expect, it } from 'vitest'
import { adapter } from './adapter.js'

const baseUrl = 'https://generativelanguage.googleapis.com'
const key = createTestSnapshot({ kind: 'api-key' })
const login = createTestSnapshot({ kind: 'oauth' })
const loginOfProject = createTestSnapshot({
  kind: 'linked',
  account: { attributes: { quota_project: 'of-the-login' } },
})

function prepare(path: string, dialect: Dialect | undefined, token: TokenSnapshot, project?: string) {
  const request: ClientRequest = {
    id: 'q1',
    method: 'POST',
    path,
    dialect,
    model: undefined,
    headers: { get: () => undefined },
  }
  return adapter(project).prepare({ token, baseUrl, request })
}

const keyHeaders = { 'x-goog-api-key': 'fake-secret', authorization: null, 'x-goog-user-project': null }
const bearerHeaders = { authorization: 'Bearer fake-secret', 'x-goog-api-key': null, 'x-goog-user-project': null }

describe('what goes upstream natively', () => {
  it.each([
    ['Gemini CLI', '/v1beta/models/gemini-3-pro:streamGenerateContent?alt=sse'],
    ['@google/genai', '/v1/models/gemini-3-pro:generateContent'],
    ['a count', '/v1beta/models/gemini-3-pro:countTokens'],
    ['a file', '/v1beta/files/f1'],
  ])('of %s is its own path with the key in its own header', (_client, path) => {
    expect(prepare(path, 'gemini', key)).toEqual({ headers: keyHeaders })
    expect(prepare(path, 'gemini', login)).toEqual({ headers: bearerHeaders })
  })

  it('is the list of models of whoever asks', () => {
    expect(prepare('/v1/models', 'gemini', key)).toEqual({ headers: keyHeaders })
    expect(prepare('/v1/models', 'openai-chat', key)).toMatchObject({ url: `${baseUrl}/v1beta/openai/models` })
    expect(prepare('/v1/models/gemini-3-pro', 'openai-chat', key)).toMatchObject({
      url: `${baseUrl}/v1beta/openai/models/gemini-3-pro`,
    })
  })
})

describe('what goes upstream as OpenAI', () => {
  it.each([
    ['the OpenAI SDK', '/v1/chat/completions', 'openai-chat', '/v1beta/openai/chat/completions'],
    ['a query', '/v1/chat/completions?x=1', 'openai-chat', '/v1beta/openai/chat/completions?x=1'],
    ['embeddings', '/v1/embeddings', undefined, '/v1beta/openai/embeddings'],
    ['images', '/v1/images/generations', undefined, '/v1beta/openai/images/generations'],
  ] as const)('of %s is below Google’s prefix, with the key as the bearer', (_client, path, dialect, target) => {
    expect(prepare(path, dialect, key)).toEqual({ url: `${baseUrl}${target}`, headers: bearerHeaders })
  })

  it('may name the prefix itself', () => {
    expect(prepare('/v1beta/openai/chat/completions', 'openai-chat', key)).toEqual({ headers: bearerHeaders })
    expect(prepare('/v1beta/openai/chat/completions', 'gemini', key)).toEqual({ headers: bearerHeaders })
  })

  it('is nothing that only looks like it', () => {
    expect(prepare('/v1/embeddingsx', undefined, key)).toEqual({ headers: keyHeaders })
  })
})

const projectOf = (...input: Parameters<typeof prepare>) => prepare(...input).headers['x-goog-user-project']

describe('the project that a login is counted for', () => {
  const path = '/v1/models/gemini-3-pro:generateContent'

  it('is the one of the settings, else the one of the login, else none', () => {
    expect(projectOf(path, 'gemini', loginOfProject, 'of-the-settings')).toBe('of-the-settings')
    expect(projectOf(path, 'gemini', loginOfProject)).toBe('of-the-login')
    expect(projectOf(path, 'gemini', login)).toBeNull()
    expect(projectOf('/v1/chat/completions', 'openai-chat', loginOfProject)).toBe('of-the-login')
  })

  it('is not said beside a key, which has its own', () => {
    expect(projectOf(path, 'gemini', key, 'of-the-settings')).toBeNull()
    expect(projectOf('/v1/chat/completions', 'openai-chat', key, 'of-the-settings')).toBeNull()
  })
})

describe('models', () => {
  it('are those that generate', async () => {
    nock(baseUrl)
      .get('/v1beta/models?pageSize=1000')
      .reply(200, {
        models: [
          {
            name: 'models/gemini-3-pro',
            displayName: 'Gemini 3 Pro',
            inputTokenLimit: 1_048_576,
            supportedGenerationMethods: ['generateContent', 'countTokens'],
          },
          { name: 'models/embedding-1', supportedGenerationMethods: ['embedContent'] },
          { name: 'models/unknown-1' },
        ],
      })
    const http = createHttpClient({ fetch: globalThis.fetch, baseUrl })
    expect(await adapter(undefined).models?.(http, AbortSignal.timeout(5000))).toEqual([
      { id: 'gemini-3-pro', displayName: 'Gemini 3 Pro', contextWindow: 1_048_576 },
      { id: 'unknown-1' },
    ])
  })

  it('may be none', async () => {
    nock(baseUrl).get('/v1beta/models?pageSize=1000').reply(200, {})
    const http = createHttpClient({ fetch: globalThis.fetch, baseUrl })
    expect(await adapter(undefined).models?.(http, AbortSignal.timeout(5000))).toEqual([])
  })
})
