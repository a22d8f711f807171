import { ApiError, type Content, FunctionCallingConfigMode, GoogleGenAI } from '@google/genai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Sandbox } from '../../sandbox.js'
import { startSandbox } from '../../server/start-sandbox.js'

let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox({ slowEventDelayMs: 5 })
})
afterAll(() => sandbox.close())

const clientOf = (apiKey: string, apiVersion = 'v1beta') =>
  new GoogleGenAI({ apiKey, apiVersion, httpOptions: { baseUrl: sandbox.origin } })
const text = 'This is sandbox-1, offline. You said: hello there'
const usage = { promptTokenCount: 3, candidatesTokenCount: 8, totalTokenCount: 11 }

async function failure(call: Promise<unknown>): Promise<ApiError> {
  const error: unknown = await call.catch((reason: unknown) => reason)
  if (!(error instanceof ApiError)) throw new Error('the call did not fail with an API error', { cause: error })
  return error
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const collected: Item[] = []
  for await (const item of items) collected.push(item)
  return collected
}

const post = (path: string, body: string, key = sandbox.apiKey): Promise<Response> =>
  fetch(`${sandbox.origin}${path}`, { method: 'POST', headers: { 'x-goog-api-key': key }, body })

const hello = JSON.stringify({ contents: [{ role: 'user', parts: [{ text: 'hello there' }] }] })

describe.each(['v1', 'v1beta'])('under %s', (version) => {
  it('answers with the usage', async () => {
    const { models } = clientOf(sandbox.apiKey, version)
    const response = await models.generateContent({ model: 'sandbox-1', contents: 'hello there' })
    expect(response.text).toBe(text)
    expect(response).toMatchObject({ modelVersion: 'sandbox-1', usageMetadata: usage })
    expect(response.candidates?.[0]?.finishReason).toBe('STOP')
  })

  it.each(['sandbox-1', 'sandbox-slow'])('streams the same text as %s', async (model) => {
    const { models } = clientOf(sandbox.apiKey, version)
    const parts = await collect(await models.generateContentStream({ model, contents: 'hello there' }))
    expect(parts.length).toBeGreaterThan(3)
    expect(parts.map((part) => part.text ?? '').join('')).toBe(text.replace('sandbox-1', model))
    expect(parts.at(-1)?.usageMetadata).toMatchObject(usage)
    expect(parts.at(-1)?.candidates?.[0]?.finishReason).toBe('STOP')
  })

  it('streams an array to who does not ask for events', async () => {
    const response = await post(`/${version}/models/sandbox-1:streamGenerateContent`, hello)
    expect(response.headers.get('content-type')).toBe('application/json')
    const parts: unknown = await response.json()
    expect(parts).toHaveLength(9)
    expect(parts).toMatchObject({ 0: { candidates: [{ content: { parts: [{ text: 'This' }] } }] } })
  })

  it('counts tokens and lists models', async () => {
    const { models } = clientOf(sandbox.apiKey, version)
    expect(await models.countTokens({ model: 'sandbox-1', contents: '12345678' })).toMatchObject({ totalTokens: 2 })
    const listed = await collect(await models.list())
    expect(listed.map(({ name }) => name)).toEqual(['models/sandbox-1', 'models/sandbox-slow'])
    expect(await models.get({ model: 'sandbox-1' })).toMatchObject({ displayName: 'Sandbox 1' })
    expect(await failure(models.get({ model: 'nothing' }))).toMatchObject({ status: 404 })
  })
})

it('counts the tokens of a whole request', async () => {
  const body = JSON.stringify({ generateContentRequest: { model: 'models/sandbox-1', ...JSON.parse(hello) } })
  expect(await (await post('/v1beta/models/sandbox-1:countTokens', body)).json()).toEqual({ totalTokens: 3 })
})

it('takes the key in the query', async () => {
  const url = `${sandbox.origin}/v1beta/models?key=${sandbox.apiKey}`
  expect(await (await fetch(url)).json()).toMatchObject({ models: [{ name: 'models/sandbox-1' }, {}] })
})

it('stops at the limit of tokens', async () => {
  const config = { maxOutputTokens: 2 }
  const { models } = clientOf(sandbox.apiKey)
  const response = await models.generateContent({ model: 'sandbox-1', contents: 'one two', config })
  expect(response.text).toBe('This is')
  expect(response.candidates?.[0]?.finishReason).toBe('MAX_TOKENS')
})

describe('tools', () => {
  const functionDeclarations = [
    {
      name: 'get_weather',
      parametersJsonSchema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
    },
  ]

  it.each([false, true])('calls one that is named and answers its result (streamed: %s)', async (streamed) => {
    const { models } = clientOf(sandbox.apiKey)
    const contents: Content[] = [{ role: 'user', parts: [{ text: 'use get_weather' }] }]
    const ask = async () => {
      const request = { model: 'sandbox-1', contents, config: { tools: [{ functionDeclarations }] } }
      if (!streamed) return [await models.generateContent(request)]
      return collect(await models.generateContentStream(request))
    }
    const [call] = (await ask()).flatMap(({ functionCalls }) => functionCalls ?? [])
    expect(call).toMatchObject({ name: 'get_weather', args: { city: 'sandbox' } })

    contents.push({ role: 'model', parts: [{ functionCall: call ?? {} }] })
    const functionResponse = { name: 'get_weather', response: { get_weather: 'clear' } }
    contents.push({ role: 'user', parts: [{ functionResponse }] })
    const said = (await ask()).map((part) => part.text ?? '').join('')
    expect(said).toBe('This is sandbox-1, offline. The tool said: {"get_weather":"clear"}')
  })

  it.each([
    [FunctionCallingConfigMode.NONE, 'use get_weather', 0],
    [FunctionCallingConfigMode.AUTO, 'hello', 0],
    [FunctionCallingConfigMode.ANY, 'hello', 1],
  ])('obeys the mode %s', async (mode, contents, calls) => {
    const config = { tools: [{ functionDeclarations }], toolConfig: { functionCallingConfig: { mode } } }
    const response = await clientOf(sandbox.apiKey).models.generateContent({ model: 'sandbox-1', contents, config })
    expect(response.functionCalls ?? []).toHaveLength(calls)
  })
})

describe('what it refuses', () => {
  it('an unknown key, as a bad request', async () => {
    const response = await post('/v1beta/models/sandbox-1:generateContent', hello, 'fake-key-1')
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({
      error: { code: 400, status: 'INVALID_ARGUMENT', details: [{ reason: 'API_KEY_INVALID' }] },
    })
  })

  it('a caller without a credential', async () => {
    const response = await fetch(`${sandbox.origin}/v1beta/models`)
    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({ error: { status: 'PERMISSION_DENIED' } })
  })

  it('an unknown access token', async () => {
    const headers = { authorization: 'Bearer fake-token-1' }
    const response = await fetch(`${sandbox.origin}/v1beta/models`, { headers })
    expect(response.status).toBe(401)
    expect(await response.json()).toMatchObject({ error: { code: 401, status: 'UNAUTHENTICATED' } })
  })

  it.each(['{', '{}', '{"contents":[]}'])('the body %s', async (body) => {
    const response = await post('/v1beta/models/sandbox-1:generateContent', body)
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ error: { status: 'INVALID_ARGUMENT' } })
  })

  it('a method that it does not have', async () => {
    const response = await post('/v1beta/models/sandbox-1:embedContent', hello)
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({ error: { status: 'NOT_FOUND' } })
  })
})
