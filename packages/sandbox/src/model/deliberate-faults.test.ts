// The faults that a model's name asks for, as each official SDK meets them.
import { Anthropic } from '@anthropic-ai/sdk'
import { GoogleGenAI } from '@google/genai'
import { OpenAI } from 'openai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Sandbox } from '../sandbox.js'
import { startSandbox } from '../server/start-sandbox.js'

let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox()
})
afterAll(() => sandbox.close())

const openai = (): OpenAI => new OpenAI({ apiKey: sandbox.apiKey, baseURL: `${sandbox.origin}/v1`, maxRetries: 0 })
const question = [{ role: 'user' as const, content: 'one two three four five six' }]

/** `told` gets what comes of a stream, piece by piece. */
type Ask = (model: string, streamed: boolean, told: (text: string) => void) => Promise<void>

const clients: Readonly<Record<string, Ask>> = {
  'anthropic-messages': async (model, streamed, told) => {
    const client = new Anthropic({ apiKey: sandbox.apiKey, baseURL: sandbox.origin, maxRetries: 0 })
    const body = { model, max_tokens: 100, messages: question }
    if (streamed) await client.messages.stream(body).on('text', told).finalMessage()
    else await client.messages.create(body)
  },
  'openai-chat': async (model, streamed, told) => {
    const { completions } = openai().chat
    if (streamed) await completions.stream({ model, messages: question }).on('content', told).finalChatCompletion()
    else await completions.create({ model, messages: question })
  },
  'openai-responses': async (model, streamed, told) => {
    const { responses } = openai()
    const body = { model, input: question }
    if (!streamed) await responses.create(body)
    else
      await responses
        .stream(body)
        .on('event', ({ type }) => told(type))
        .finalResponse()
  },
  gemini: async (model, streamed, told) => {
    const { models } = new GoogleGenAI({ apiKey: sandbox.apiKey, httpOptions: { baseUrl: sandbox.origin } })
    const body = { model, contents: 'one two three four five six' }
    if (!streamed) await models.generateContent(body)
    else for await (const { text } of await models.generateContentStream(body)) told(text ?? '')
  },
}

const statuses = [400, 401, 402, 403, 404, 413, 429, 500, 503, 529]
/** Where a dialect has a status of its own for the same failure. */
const ownStatuses: Readonly<Record<string, Readonly<Record<number, number>>>> = {
  'openai-chat': { 402: 429, 529: 503 },
  'openai-responses': { 402: 429, 529: 503 },
  gemini: { 402: 429, 413: 400, 529: 503 },
}

describe.each(Object.entries(clients))('%s', (dialect, ask) => {
  it.each(statuses)('fails with %i', async (status) => {
    const expected = ownStatuses[dialect]?.[status] ?? status
    for (const streamed of [false, true])
      await expect(ask(`sandbox-${status}`, streamed, () => {})).rejects.toMatchObject({ status: expected })
  })

  it('ends a stream too early', async () => {
    let told = 0
    const count = (): void => {
      told += 1
    }
    await expect(ask('sandbox-truncate', true, count)).rejects.toThrow(Error)
    expect(told).toBeGreaterThan(0)
  })

  it('ends a whole answer too early', async () => {
    await expect(ask('sandbox-truncate', false, () => {})).rejects.toThrow(/terminated|Premature|Connection/)
  })
})

const chat = (model: string): Promise<Response> => post('/v1/chat/completions', { model, messages: question })
const gemini = (model: string): Promise<Response> =>
  post(`/v1beta/models/${model}:generateContent`, { contents: [{ parts: [{ text: 'x' }] }] })

const post = (path: string, body: object): Promise<Response> =>
  fetch(`${sandbox.origin}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${sandbox.apiKey}` },
    body: JSON.stringify(body),
  })

describe('pace and quota are told apart', () => {
  it('by a header or a detail that says when to come back', async () => {
    expect((await chat('sandbox-429')).headers.get('retry-after')).toBe('7')
    const messages = await post('/v1/messages', { model: 'sandbox-429', max_tokens: 1, messages: question })
    expect(messages.headers.get('retry-after')).toBe('7')
    const quotaOfAMinute = { violations: [{ quotaId: expect.stringContaining('PerMinute') }] }
    expect(await (await gemini('sandbox-429')).json()).toMatchObject({
      error: { details: [quotaOfAMinute, { retryDelay: '7s' }] },
    })
  })

  it('by the code of the error, or the id of the quota', async () => {
    const spent = await chat('sandbox-402')
    expect(await spent.json()).toMatchObject({ error: { code: 'insufficient_quota' } })
    expect(spent.headers.get('retry-after')).toBeNull()
    expect(await (await gemini('sandbox-402')).json()).toMatchObject({
      error: { details: [{ violations: [{ quotaId: expect.stringContaining('PerDay') }] }] },
    })
  })
})
