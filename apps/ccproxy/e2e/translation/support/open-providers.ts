// One program with the plugins of every provider, each in front of its stand-in.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type ProviderStandIn,
  startAnthropic,
  startEntra,
  startGoogle,
  startHuggingFace,
  startOpenAI,
  startOpenRouter,
} from '@ccproxy/testkit/providers'
import { settingsEnvironment } from '../../doors/support/settings-environment.js'
import { openWorkshop } from '../../support/workshop.js'

export const providerNames = ['claude', 'openai', 'gemini', 'azure', 'openrouter', 'huggingface'] as const
export type ProviderName = (typeof providerNames)[number]

export interface Providers {
  /** What a client takes for the address of the provider's API. */
  base(provider: ProviderName): string
  /** Paths that the provider was asked for. */
  asked(provider: ProviderName): readonly string[]
  [Symbol.asyncDispose](): Promise<void>
}

export async function openProviders(): Promise<Providers> {
  const [anthropic, openai, google, entra, openrouter, huggingface] = await Promise.all([
    startAnthropic(),
    startOpenAI(),
    startGoogle(),
    startEntra(),
    startOpenRouter(),
    startHuggingFace(),
  ])
  const standIns: Readonly<Record<ProviderName, ProviderStandIn>> = {
    claude: anthropic,
    openai,
    gemini: google,
    azure: entra,
    openrouter,
    huggingface,
  }
  const workshop = await openWorkshop()
  const settings = Object.entries(standIns).map(([name, { settings: own }]) => settingsEnvironment(name, own))
  const served = await workshop.serve({
    plugins: providerNames.map((name) => `plugin-${name}`),
    environment: {
      ...Object.assign({}, ...settings),
      ANTHROPIC_API_KEY: anthropic.apiKey,
      OPENAI_API_KEY: openai.environment['OPENAI_API_KEY'],
      GEMINI_API_KEY: google.apiKey,
      AZURE_OPENAI_API_KEY: entra.apiKey,
      OPENROUTER_API_KEY: openrouter.issueKey(),
      HF_TOKEN: await readFile(join(huggingface.environment['HF_HOME'] ?? '', 'token'), 'utf8'),
    },
  })
  return {
    base: (provider) => `${served.origin}/${provider}`,
    asked: (provider) => standIns[provider].apiRequests.map(({ path }) => path),
    async [Symbol.asyncDispose]() {
      await served.stop()
      await workshop[Symbol.asyncDispose]()
      await Promise.all(Object.values(standIns).map((standIn) => standIn.stop()))
    },
  }
}
