import type { Dialect } from '@ccproxy/core'
import type { JsonObject } from '@ccproxy/formats'

/** Finds what an answer counts, in the provider's own words, in its bytes. */
export interface Counted {
  push(bytes: Buffer): void
  /** The answer is whole. */
  end(): void
  /** Once the answer is whole; of a stream, what its whole events said. */
  readonly usage: JsonObject | undefined
  readonly model: string | undefined
}

export interface CountedMembers {
  readonly usage: string
  readonly model: string
  /**
   * How many brackets are around them at most. Chat Completions: `x_groq.usage` and `choices[0].usage` of some servers, who
   * hold back the usual one. Gemini without `alt=sse`: the chunks are one array.
   */
  readonly maximumDepth: number
}

const usual = { usage: 'usage', model: 'model' }

export const countedMembers: Readonly<Record<Dialect, CountedMembers>> = {
  'anthropic-messages': { ...usual, maximumDepth: 2 },
  'openai-chat': { ...usual, maximumDepth: 3 },
  'openai-responses': { ...usual, maximumDepth: 2 },
  gemini: { usage: 'usageMetadata', model: 'modelVersion', maximumDepth: 2 },
}

/** Bytes of a model's name; a longer one is none. */
export const modelLimitBytes = 256

/** Some servers send an empty usage, others one after that which counts. @param names of its members, in any form */
export function saysTokens(names: string): boolean {
  return names.includes('oken')
}
