// What the official SDKs make of the events that are ours: signs of life are skipped, a broken stream is an error.
import { Anthropic } from '@anthropic-ai/sdk'
import { GoogleGenAI } from '@google/genai'
import { OpenAI } from 'openai'
import { afterEach, expect, test } from 'vitest'
import { endApp, startApp, startUpstream } from '../../src/app/__fixtures__/start-app.js'

afterEach(endApp)

const apiKey = 'fake-key-of-the-client'
const content = 'Hello'

const anthropic = (baseURL: string) =>
  new Anthropic({ apiKey, authToken: null, baseURL, maxRetries: 0 }).messages.create({
    model: 'm',
    max_tokens: 9,
    messages: [{ role: 'user', content }],
    stream: true,
  })
const openai = (baseURL: string): OpenAI => new OpenAI({ apiKey, baseURL: `${baseURL}/v1`, maxRetries: 0 })
const chat = (baseURL: string) =>
  openai(baseURL).chat.completions.create({ model: 'm', messages: [{ role: 'user', content }], stream: true })
const responses = (baseURL: string) => openai(baseURL).responses.create({ model: 'm', input: content, stream: true })
const gemini = (baseUrl: string) =>
  new GoogleGenAI({ apiKey, httpOptions: { baseUrl } }).models.generateContentStream({ model: 'm', contents: content })

const delta = { id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm' }
const eventOf = (event: { readonly type: string }): string => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`

const cases = [
  { dialect: 'anthropic-messages', ask: anthropic, event: eventOf({ type: 'message_start' }) },
  {
    dialect: 'openai-chat',
    ask: chat,
    event: `data: ${JSON.stringify({ ...delta, choices: [{ index: 0, delta: { content }, finish_reason: null }] })}\n\n`,
  },
  { dialect: 'openai-responses', ask: responses, event: eventOf({ type: 'response.created' }) },
  {
    dialect: 'gemini',
    ask: gemini,
    event: `data: ${JSON.stringify({ candidates: [{ content: { role: 'model', parts: [{ text: content }] } }] })}\n\n`,
  },
] as const

/** Everything that a stream gives, and how it ends. */
async function read(
  stream: AsyncIterable<object>,
): Promise<{ readonly seen: readonly object[]; readonly failure: string }> {
  const seen: object[] = []
  try {
    for await (const part of stream) seen.push(part)
  } catch (error) {
    return { seen, failure: String(error) }
  }
  // Responses have an event for it, which the SDK hands on.
  return { seen, failure: JSON.stringify(seen.pop()) }
}

test.each(cases)('$dialect', async ({ dialect, ask, event }) => {
  const proceed: (() => void)[] = []
  const baseUrl = await startUpstream((_incoming, outgoing) => {
    outgoing.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders()
    proceed.push(
      () => outgoing.write(event),
      () => outgoing.destroy(),
    )
  })
  // Silence before each step, in which there are signs of life.
  const steps = setInterval(() => proceed.shift()?.(), 150)
  const { url } = await startApp({ baseUrl, dialects: [dialect], keepAliveMs: 20 })
  const { seen, failure } = await read(await ask(`${url}/claude`))
  clearInterval(steps)
  expect(seen.filter((part) => Reflect.get(part, 'type') !== 'ping')).toHaveLength(1)
  expect(failure).toMatch(/closed the connection before its answer was complete/)
})
