import type { TokenUsage } from '@ccproxy/core'
import type { Usage } from '@ccproxy/formats'

/** @returns undefined when a number is no count */
export function tokenUsage({ input, output, cacheRead, cacheWrite, reasoning }: Usage): TokenUsage | undefined {
  const counts = [input, output, cacheRead ?? 0, cacheWrite ?? 0, reasoning ?? 0]
  if (!counts.every((count) => Number.isSafeInteger(count) && count >= 0)) return undefined
  return {
    inputTokens: input,
    outputTokens: output,
    ...(cacheRead !== undefined && { cachedInputTokens: cacheRead }),
    ...(cacheWrite !== undefined && { cacheCreationInputTokens: cacheWrite }),
    ...(reasoning !== undefined && { reasoningTokens: reasoning }),
  }
}
