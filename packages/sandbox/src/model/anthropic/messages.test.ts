import { Anthropic, APIError } from '@anthropic-ai/sdk'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { signIn } from '../../__fixtures__/oauth-client.js'
import type { Sandbox } from '../../sandbox.js'
import { startSandbox } from '../../server/start-sandbox.js'

let sandbox: Sandbox
let anthropic: Anthropic

const ask = (text: string, model = 'sandbox-1') => ({
  model,
  max_tokens: 100,
  messages: [{ role: 'user' as const, content: text }],
})
const clientWith = (options: { apiKey?: string | null; authToken?: string | null }) =>
  new Anthropic({ apiKey: null, authToken: null, baseURL: sandbox.origin, maxRetries: 0, ...options })

beforeAll(async () => {
  sandbox = await startSandbox({ slowEventDelayMs: 5 })
  const { tokens } = await signIn(sandbox)
  anthropic = clientWith({ authToken: tokens.access_token })
})
afterAll(() => sandbox.close())

async function failure(call: Promise<unknown>): Promise<APIError> {
  const error: unknown = await call.catch((reason: unknown) => reason)
  if (!(error instanceof APIError)) throw new Error('the call did not fail with an API error', { cause: error })
  return error
}

describe('the offline model', () => {
  it('answers, the same each time but for the id', async () => {
    const message = await anthropic.messages.create(ask('hello there'))
    expect(message).toMatchObject({
      type: 'message',
      role: 'assistant',
      model: 'sandbox-1',
      content: [{ type: 'text', text: 'This is sandbox-1, offline. You said: hello there' }],
      stop_reason: 'end_turn',
      usage: { input_tokens: 3, output_tokens: 8 },
    })
    expect((await anthropic.messages.create(ask('hello there'))).content).toEqual(message.content)
  })

  it.each(['sandbox-1', 'sandbox-slow', 'claude-anything'])('streams the same text as %s', async (model) => {
    const stream = anthropic.messages.stream(ask('stream this', model))
    const types: string[] = []
    stream.on('streamEvent', ({ type }) => types.push(type))
    const message = await stream.finalMessage()
    expect(message.content).toMatchObject([{ text: `This is ${model}, offline. You said: stream this` }])
    expect(message.usage.output_tokens).toBe(8)
    expect(types.slice(0, 2)).toEqual(['message_start', 'content_block_start'])
    expect(types.slice(-3)).toEqual(['content_block_stop', 'message_delta', 'message_stop'])
  })

  it('sends every event under its name, with a ping', async () => {
    const response = await fetch(`${sandbox.origin}/v1/messages`, {
      method: 'POST',
      headers: { 'x-api-key': sandbox.apiKey, 'content-type': 'application/json' },
      body: JSON.stringify({ ...ask('x'), stream: true }),
    })
    expect(response.headers.get('content-type')).toBe('text/event-stream')
    expect(await response.text()).toContain('event: ping\ndata: {"type":"ping"}\n\n')
  })

  it('stops at max_tokens and says so', async () => {
    const message = await anthropic.messages.create({ ...ask('one two three'), max_tokens: 2 })
    expect(message).toMatchObject({ stop_reason: 'max_tokens', content: [{ text: 'This is' }] })
  })

  it('keeps no thread, and the tool runner goes on without', async () => {
    const look = { name: 'look', input_schema: { type: 'object' as const }, run: () => 'a pond', parse: () => ({}) }
    const runner = anthropic.beta.messages.toolRunner({ ...ask('look'), tools: [{ ...look, type: 'custom' }] })
    expect((await runner).content).toMatchObject([{ text: expect.stringContaining('The tool said: a pond') }])
    const thread = { type: 'continue' as const, previous_message_id: 'msg_1' }
    expect(await failure(anthropic.beta.messages.create({ ...ask('Hi'), thread }))).toMatchObject({
      status: 400,
      error: { error: { details: { error_code: 'thread_unsupported_request' } } },
    })
  })

  it('counts tokens and lists models', async () => {
    expect(await anthropic.messages.countTokens({ model: 'sandbox-1', messages: ask('12345678').messages })).toEqual({
      input_tokens: 2,
    })
    const models = await anthropic.models.list()
    expect(models.data.map(({ id }) => id)).toEqual(['sandbox-1', 'sandbox-slow'])
    expect(await anthropic.models.retrieve('sandbox-1')).toMatchObject({ display_name: 'Sandbox 1' })
    expect((await failure(anthropic.models.retrieve('nothing'))).status).toBe(404)
  })

  it('accepts its API key', async () => {
    await expect(clientWith({ apiKey: sandbox.apiKey }).messages.create(ask('hi'))).resolves.toBeDefined()
  })
})

describe('tools', () => {
  const tools: Anthropic.Tool[] = [
    {
      name: 'get_weather',
      input_schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
    },
  ]

  it.each([false, true])('calls one that is named and answers its result (streamed: %s)', async (streamed) => {
    const messages: Anthropic.MessageParam[] = [{ role: 'user', content: 'use get_weather' }]
    const request = async (): Promise<Anthropic.Message> => {
      const body = { model: 'sandbox-1', max_tokens: 100, messages, tools }
      return streamed ? anthropic.messages.stream(body).finalMessage() : anthropic.messages.create(body)
    }
    const { content, stop_reason } = await request()
    const call = content.find((block) => block.type === 'tool_use')
    if (call === undefined) throw new Error('no tool was called')
    expect(stop_reason).toBe('tool_use')
    expect(call).toMatchObject({ name: 'get_weather', input: { city: 'sandbox' } })

    messages.push({ role: 'assistant', content })
    messages.push({
      role: 'user',
      content: [{ type: 'tool_result', tool_use_id: call.id, content: 'get_weather: sunny' }],
    })
    expect((await request()).content).toMatchObject([
      { text: 'This is sandbox-1, offline. The tool said: get_weather: sunny' },
    ])
  })

  it.each([
    [{ type: 'none' }, 'use get_weather', 'end_turn'],
    [{ type: 'auto' }, 'hello', 'end_turn'],
    [{ type: 'any' }, 'hello', 'tool_use'],
    [{ type: 'tool', name: 'get_weather' }, 'hello', 'tool_use'],
  ] as const)('obeys the tool choice %j', async (choice, text, reason) => {
    const message = await anthropic.messages.create({ ...ask(text), tools, tool_choice: choice })
    expect(message.stop_reason).toBe(reason)
  })
})

describe('what it refuses', () => {
  it.each([
    ['no credential', () => ({}), 'is required'],
    ['an unknown bearer', () => ({ authToken: 'fake-token-1' }), 'Invalid bearer token'],
    ['an unknown key', () => ({ apiKey: 'fake-key-1' }), 'invalid x-api-key'],
    ['both at once', () => ({ apiKey: sandbox.apiKey, authToken: 'fake-token-1' }), 'not both'],
  ])('%s', async (_name, credential, message) => {
    const response = await fetch(`${sandbox.origin}/v1/models`, {
      headers: { 'anthropic-version': '2023-06-01', ...headersOf(credential()) },
    })
    expect(response.status).toBe(401)
    expect(await response.json()).toMatchObject({
      type: 'error',
      error: { type: 'authentication_error', message: expect.stringContaining(message) },
      request_id: response.headers.get('request-id'),
    })
  })

  it('the next requests, on demand', async () => {
    const before = sandbox.stats().rejectedCredentials
    sandbox.rejectNextMessages(1)
    expect((await failure(anthropic.messages.create(ask('hi')))).status).toBe(401)
    await expect(anthropic.messages.create(ask('hi'))).resolves.toBeDefined()
    expect(sandbox.stats().rejectedCredentials).toBe(before + 1)
  })

  it.each([
    ['{', 'valid JSON'],
    [JSON.stringify({ model: 'sandbox-1', messages: [{ role: 'user', content: 'x' }] }), 'max_tokens'],
    [JSON.stringify({ ...ask('x'), messages: [] }), 'messages'],
  ])('the body %s', async (body, message) => {
    const response = await fetch(`${sandbox.origin}/v1/messages`, {
      method: 'POST',
      headers: { 'x-api-key': sandbox.apiKey },
      body,
    })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({
      error: { type: 'invalid_request_error', message: expect.stringContaining(message) },
    })
  })

  it('an unknown path', async () => {
    const response = await fetch(`${sandbox.origin}/v1/nothing`, { headers: { 'x-api-key': sandbox.apiKey } })
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({ error: { type: 'not_found_error' } })
  })
})

function headersOf({ apiKey, authToken }: { apiKey?: string; authToken?: string }): Record<string, string> {
  return {
    ...(apiKey === undefined ? {} : { 'x-api-key': apiKey }),
    ...(authToken === undefined ? {} : { authorization: `Bearer ${authToken}` }),
  }
}
