import type { Dialect } from '@ccproxy/core'
import { anthropicSdk } from './anthropic-sdk.js'
import { claudeCode, claudeCodeModels } from './claude-code.js'
import type { ClientRequestFixture } from './client-request.js'
import { codex } from './codex.js'
import { geminiCli, googleGenAiSdk } from './gemini-cli.js'
import { openAiSdkChat, openAiSdkModels, openAiSdkResponses } from './openai-sdk.js'
import { opencodeAnthropic, opencodeOpenAi } from './opencode.js'

/** What common clients send to a proxy, with placeholder credentials. */
export const clientRequests: readonly ClientRequestFixture[] = [
  claudeCode,
  claudeCodeModels,
  anthropicSdk,
  opencodeAnthropic,
  codex,
  openAiSdkResponses,
  opencodeOpenAi,
  openAiSdkChat,
  openAiSdkModels,
  geminiCli,
  googleGenAiSdk,
]

/** Of those that a provider can answer. */
export function requestsOf(dialects: readonly Dialect[]): readonly ClientRequestFixture[] {
  return clientRequests.filter(({ dialect }) => dialects.includes(dialect))
}
