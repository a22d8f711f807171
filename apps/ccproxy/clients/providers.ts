import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Dialect } from '@ccproxy/core'
import {
  type ProviderStandIn,
  startAnthropic,
  startGoogle,
  startHuggingFace,
  startOpenAI,
} from '@ccproxy/testkit/providers'

export interface Provider {
  /** As `--provider` takes it, and as the plugin is called. */
  readonly id: string
  readonly dialects: readonly Dialect[]
  readonly start: () => Promise<StartedStandIn>
}

interface StartedStandIn {
  readonly standIn: ProviderStandIn
  /** The key that it accepts, where the plugin looks for one. */
  readonly environment: Readonly<Record<string, string>>
}

/** One for each dialect. */
export const providers: readonly Provider[] = [
  {
    id: 'claude',
    dialects: ['anthropic-messages'],
    start: async () => {
      const standIn = await startAnthropic()
      return { standIn, environment: { ANTHROPIC_API_KEY: standIn.apiKey } }
    },
  },
  {
    id: 'openai',
    dialects: ['openai-responses', 'openai-chat'],
    start: async () => {
      const standIn = await startOpenAI()
      return { standIn, environment: standIn.environment }
    },
  },
  {
    id: 'huggingface',
    dialects: ['openai-chat'],
    start: async () => {
      const standIn = await startHuggingFace()
      const token = await readFile(join(standIn.environment['HF_HOME'] ?? '', 'token'), 'utf8')
      return { standIn, environment: { HF_TOKEN: token.trim() } }
    },
  },
  {
    id: 'gemini',
    dialects: ['gemini', 'openai-chat'],
    start: async () => {
      const standIn = await startGoogle()
      return { standIn, environment: { GEMINI_API_KEY: standIn.apiKey } }
    },
  },
]

/** @returns the dialect of a request that has a model answer; undefined for any other request */
export function dialectOf(path: string): Dialect | undefined {
  const { pathname } = new URL(path, 'http://127.0.0.1')
  if (pathname.endsWith('/messages')) return 'anthropic-messages'
  if (pathname.endsWith('/chat/completions')) return 'openai-chat'
  if (pathname.endsWith('/responses')) return 'openai-responses'
  return /:(?:streamG|g)enerateContent$/.test(pathname) ? 'gemini' : undefined
}
