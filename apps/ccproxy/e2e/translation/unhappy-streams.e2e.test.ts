// A provider that is slow, breaks off or is left, seen by an SDK of another dialect.
import { setTimeout as delay } from 'node:timers/promises'
import { Anthropic } from '@anthropic-ai/sdk'
import { OpenAI } from 'openai'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openProviders, type Providers } from './support/open-providers.js'
import { apiKey, words } from './support/sdk-client.js'

let providers: Providers
beforeAll(async () => {
  providers = await openProviders()
})
afterAll(() => providers[Symbol.asyncDispose]())

const messagesOf = (model: string, options = {}) =>
  new Anthropic({ apiKey, authToken: null, baseURL: providers.base('openai'), maxRetries: 0 }).messages.stream(
    { model, max_tokens: 100, messages: [{ role: 'user', content: words }] },
    options,
  )

const chatOf = (model: string) =>
  new OpenAI({ apiKey, baseURL: `${providers.base('claude')}/v1`, maxRetries: 0 }).chat.completions.stream({
    model,
    messages: [{ role: 'user', content: words }],
  })

async function count(provider: 'gemini' | 'huggingface'): Promise<object> {
  const { messages } = new Anthropic({ apiKey, authToken: null, baseURL: providers.base(provider), maxRetries: 0 })
  const request = { model: 'stand-in-1', messages: [{ role: 'user' as const, content: words }] }
  const { data, response } = await messages.countTokens(request).withResponse()
  return { tokens: data.input_tokens, estimate: response.headers.get('x-ccproxy-estimate') }
}

it('what was said before a provider broke off is kept, and that it broke off is an error', async () => {
  let text = ''
  const stream = messagesOf('sandbox-truncate').on('text', (delta) => {
    text += delta
  })
  await expect(stream.finalMessage()).rejects.toThrow(/closed the connection before its answer was complete/)
  expect(text).toMatch(/^This/)
  await expect(chatOf('sandbox-truncate').finalChatCompletion()).rejects.toThrow(/before its answer was complete/)
})

it('words arrive one by one from a provider that says them slowly', async () => {
  const controller = new AbortController()
  const arrivals: number[] = []
  const stream = messagesOf('sandbox-slow', { signal: controller.signal }).on('text', () => {
    if (arrivals.push(performance.now()) === 2) controller.abort()
  })
  await expect(stream.finalMessage()).rejects.toThrow(/abort/i)
  const [first = 0, second = 0] = arrivals
  expect(second - first).toBeGreaterThan(100)
})

it('who leaves in the middle leaves the proxy ready for the next', async () => {
  const controller = new AbortController()
  const stream = messagesOf('sandbox-slow', { signal: controller.signal })
  stream.once('text', () => controller.abort())
  await expect(stream.finalMessage()).rejects.toThrow(/abort/i)
  await delay(10)
  expect(await messagesOf('stand-in-1').finalText()).toContain('This is stand-in-1')
})

it('tokens are counted by those who can, and estimated for the rest', async () => {
  expect(await count('gemini')).toEqual({ tokens: Math.ceil(words.length / 4), estimate: null })
  expect(await count('huggingface')).toEqual({ tokens: expect.any(Number), estimate: 'tokens' })
})
