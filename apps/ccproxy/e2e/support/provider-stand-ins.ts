// Every provider as a stand-in, and the environment in which its plugin finds it and is signed in to it with a key.
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
import { settingsEnvironment } from '../doors/support/settings-environment.js'

export const providerNames = ['claude', 'openai', 'gemini', 'azure', 'openrouter', 'huggingface'] as const
export type ProviderName = (typeof providerNames)[number]

export interface ProviderStandIns {
  readonly environment: Readonly<Record<string, string>>
  /** Paths that the provider was asked for. */
  asked(provider: ProviderName): readonly string[]
  stop(): Promise<void>
}

export async function startProviderStandIns(): Promise<ProviderStandIns> {
  const [claude, openai, gemini, azure, openrouter, huggingface] = await Promise.all([
    startAnthropic(),
    startOpenAI(),
    startGoogle(),
    startEntra(),
    startOpenRouter(),
    startHuggingFace(),
  ])
  const standIns: Readonly<Record<ProviderName, ProviderStandIn>> = {
    claude,
    openai,
    gemini,
    azure,
    openrouter,
    huggingface,
  }
  const settings = Object.entries(standIns).map(([name, { settings: own }]) => settingsEnvironment(name, own))
  return {
    environment: {
      ...Object.assign({}, ...settings),
      ...openai.environment,
      ANTHROPIC_API_KEY: claude.apiKey,
      GEMINI_API_KEY: gemini.apiKey,
      AZURE_OPENAI_API_KEY: azure.apiKey,
      OPENROUTER_API_KEY: openrouter.issueKey(),
      HF_TOKEN: await readFile(join(huggingface.environment['HF_HOME'] ?? '', 'token'), 'utf8'),
    },
    asked: (provider) => standIns[provider].apiRequests.map(({ path }) => path),
    stop: async () => {
      await Promise.all(Object.values(standIns).map((standIn) => standIn.stop()))
    },
  }
}
