// One proxy, several providers, clients that know nothing of any of them but the name of a model.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Anthropic } from '@anthropic-ai/sdk'
import {
  type AnthropicStandIn,
  type OpenRouterStandIn,
  type ProviderStandIn,
  startAnthropic,
  startOpenAI,
  startOpenRouter,
} from '@ccproxy/testkit/providers'
import { GoogleGenAI } from '@google/genai'
import { OpenAI } from 'openai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { settingsEnvironment } from './doors/support/settings-environment.js'
import { openWorkshop, type Served, type Workshop } from './support/workshop.js'

const words = 'hello wherever you are'
const apiKey = 'no-key'
const said = (model: string): string => `This is ${model}, offline. You said: ${words}`

const settings = `
fallbacks = ["openai/backup-1", "openrouter/meta/backup-2"]

[models]
default = "claude"

[models.aliases]
sonnet = "claude/stand-in-1"
"claude-haiku-*" = "openai/small-1"
either = ["claude/sandbox-529", "openrouter/acme/either-1"]
`

let claude: AnthropicStandIn
let openai: ProviderStandIn
let openrouter: OpenRouterStandIn
let workshop: Workshop
let served: Served

beforeAll(async () => {
  ;[claude, openai, openrouter] = await Promise.all([startAnthropic(), startOpenAI(), startOpenRouter()])
  workshop = await openWorkshop()
  await mkdir(workshop.directory, { recursive: true, mode: 0o700 })
  await writeFile(join(workshop.directory, 'config.toml'), settings, { mode: 0o600 })
  served = await workshop.serve({
    plugins: ['plugin-claude', 'plugin-openai', 'plugin-openrouter'],
    environment: {
      ...settingsEnvironment('claude', { base_url: claude.origin }),
      ...settingsEnvironment('openai', openai.settings),
      ...settingsEnvironment('openrouter', openrouter.settings),
      ...openai.environment,
      ANTHROPIC_API_KEY: claude.apiKey,
      OPENROUTER_API_KEY: openrouter.issueKey(),
    },
  })
})

afterAll(async () => {
  await served.stop()
  await workshop[Symbol.asyncDispose]()
  await Promise.all([claude, openai, openrouter].map((standIn) => standIn.stop()))
})

const anthropicSdk = (): Anthropic => new Anthropic({ apiKey, authToken: null, baseURL: served.origin, maxRetries: 0 })
const openaiSdk = (): OpenAI => new OpenAI({ apiKey, baseURL: `${served.origin}/v1`, maxRetries: 0 })

async function message(model: string): Promise<{ readonly text: string; readonly route: string | null }> {
  const body = { model, max_tokens: 100, messages: [{ role: 'user' as const, content: words }] }
  const { data, response } = await anthropicSdk().messages.create(body).withResponse()
  const [block] = data.content
  return { text: block?.type === 'text' ? block.text : '', route: response.headers.get('x-ccproxy-route') }
}

describe('a model goes to', () => {
  it.each([
    ['the provider in front of it', 'claude/stand-in-1', 'stand-in-1', 'claude/stand-in-1'],
    ['what an alias says', 'sonnet', 'stand-in-1', 'claude/stand-in-1'],
    ['what a pattern says, in another dialect', 'claude-haiku-4-5-20251001', 'small-1', 'openai/small-1'],
    ['a provider whose models have providers', 'openrouter/acme/m-1', 'acme/m-1', 'openrouter/acme/m-1'],
    ['the default provider, if nobody knows it', 'claude-new', 'claude-new', 'claude/claude-new'],
  ])('%s', async (_name, model, answering, route) => {
    expect(await message(model)).toEqual({ text: said(answering), route })
  })

  it('the same in every dialect, streamed', async () => {
    const model = 'openrouter/acme/m-1'
    const anthropic = anthropicSdk().messages.stream({
      model,
      max_tokens: 100,
      messages: [{ role: 'user', content: words }],
    })
    const chat = openaiSdk().chat.completions.stream({ model, messages: [{ role: 'user', content: words }] })
    const responses = openaiSdk().responses.stream({ model, input: words })
    const { models } = new GoogleGenAI({ apiKey, httpOptions: { baseUrl: served.origin } })
    const gemini = await models.generateContent({ model, contents: words })
    expect([
      await anthropic.finalText(),
      (await chat.finalChatCompletion()).choices[0]?.message.content,
      (await responses.finalResponse()).output_text,
      gemini.text,
    ]).toEqual(Array(4).fill(said('acme/m-1')))
  })
})

describe('a model that cannot be had', () => {
  it.each([
    ['claude/sandbox-429', 'backup-1', 'openai/backup-1; tried="claude/sandbox-429 rate-limited"'],
    ['openai/sandbox-500', 'backup-1', 'openai/backup-1; tried="openai/sandbox-500 server-error"'],
    ['either', 'acme/either-1', 'openrouter/acme/either-1; tried="claude/sandbox-529 overloaded"'],
  ])('%s: the next one answers', async (model, answering, route) => {
    expect(await message(model)).toEqual({ text: said(answering), route })
  })

  it('through no fault of the provider is an error of the one that was asked', async () => {
    await expect(message('claude/sandbox-404')).rejects.toMatchObject({
      status: 404,
      type: 'not_found_error',
      headers: expect.toSatisfy((headers: Headers) => headers.get('x-ccproxy-route') === 'claude/sandbox-404'),
    })
  })
})

describe('the list of models', () => {
  it('has those of all, in the words of each SDK', async () => {
    const anthropic: string[] = []
    for await (const { id } of anthropicSdk().models.list()) anthropic.push(id)
    const openaiIds: string[] = []
    for await (const { id } of openaiSdk().models.list()) openaiIds.push(id)
    const { models } = new GoogleGenAI({ apiKey, httpOptions: { baseUrl: served.origin } })
    const gemini: (string | undefined)[] = []
    for await (const { name } of await models.list()) gemini.push(name)
    expect(anthropic).toEqual(expect.arrayContaining(['sonnet', 'either', 'claude/sandbox-1', 'openai/sandbox-1']))
    expect(openaiIds).toEqual(anthropic)
    expect(gemini).toEqual(anthropic.map((id) => `models/${id}`))
    expect(anthropic).not.toContain('claude-haiku-*')
  })

  it('has single ones, too', async () => {
    expect(await openaiSdk().models.retrieve('sonnet')).toMatchObject({ id: 'sonnet', owned_by: 'claude' })
  })
})
