// Whichever provider answers, through its plugin and with its credential, an SDK tells its user what it tells with a provider
// of its own dialect. Everything that they can say is compared by the judges, which need no built program.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ProviderName, providerNames } from '../support/provider-stand-ins.js'
import { anthropicClient } from './support/anthropic-client.js'
import { chatClient } from './support/chat-client.js'
import { geminiClient } from './support/gemini-client.js'
import { openProviders, type Providers } from './support/open-providers.js'
import { responsesClient } from './support/responses-client.js'
import type { SdkClient } from './support/sdk-client.js'

let providers: Providers
beforeAll(async () => {
  providers = await openProviders()
})
afterAll(() => providers[Symbol.asyncDispose]())

const sdks: readonly (readonly [name: string, sdk: SdkClient, native: ProviderName])[] = [
  ['@anthropic-ai/sdk', anthropicClient, 'claude'],
  ['openai, chat completions', chatClient, 'openai'],
  ['openai, responses', responsesClient, 'openai'],
  ['@google/genai', geminiClient, 'gemini'],
]

const failing = ['sandbox-400', 'sandbox-403', 'sandbox-404', 'sandbox-429', 'sandbox-500']

function pathsOf(provider: ProviderName): readonly string[] {
  const paths = providers.asked(provider).map((path) => path.replace(/models\/[^:]*/, 'models/any'))
  return [...new Set(paths)].toSorted()
}

describe.each(sdks)('%s', (_name, sdk, native) => {
  describe.each(providerNames.filter((name) => name !== native))('with %s', (provider) => {
    const both = <T>(call: (base: string) => Promise<T>): Promise<readonly [own: T, other: T]> =>
      Promise.all([call(providers.base(native)), call(providers.base(provider))])

    it.each([false, true])('a tool and its result, streamed: %s', async (streamed) => {
      const [own, other] = await both((base) => sdk.toolRound(base, streamed))
      expect(own).toMatchObject([{ calls: [{ name: 'get_weather' }] }, { text: /The tool said: .*sunny/ }])
      expect(other).toEqual(own)
    })

    it.each(failing)('the error of %s', async (model) => {
      const [own, other] = await both((base) => sdk.failure(base, model))
      expect(other).toEqual(own)
    })
  })
})

it('every provider was asked in dialects of its own', () => {
  expect(Object.fromEntries(providerNames.map((name) => [name, pathsOf(name)]))).toEqual({
    claude: ['/v1/messages'],
    openai: ['/v1/chat/completions', '/v1/responses'],
    gemini: [
      '/v1/models/any:generateContent',
      '/v1/models/any:streamGenerateContent?alt=sse',
      '/v1beta/models/any:generateContent',
      '/v1beta/models/any:streamGenerateContent?alt=sse',
      '/v1beta/openai/chat/completions',
    ],
    azure: ['/openai/v1/chat/completions', '/openai/v1/responses'],
    openrouter: ['/api/v1/chat/completions', '/api/v1/messages', '/api/v1/responses'],
    huggingface: ['/v1/chat/completions'],
  })
})
