import type { GenerateContentResponseUsageMetadata } from '@google/genai'
import { compact } from '../json/compact.js'
import type { ObjectReader } from '../json/object-reader.js'
import type { Usage } from '../model/answer.js'
import type { JsonObject } from '../model/json.js'

/** Google counts thoughts beside the answer, and what its own tools read beside the prompt. */
export function parseUsage(reader: ObjectReader): Usage {
  const count = (name: string): number | undefined => reader.optionalCount(name)
  const reasoning = count('thoughtsTokenCount')
  return compact({
    input: (count('promptTokenCount') ?? 0) + (count('toolUsePromptTokenCount') ?? 0),
    output: (count('candidatesTokenCount') ?? 0) + (reasoning ?? 0),
    cacheRead: count('cachedContentTokenCount'),
    reasoning,
  })
}

export function renderUsage({ input, output, cacheRead, reasoning }: Usage): JsonObject {
  return compact({
    promptTokenCount: input,
    candidatesTokenCount: Math.max(output - (reasoning ?? 0), 0),
    totalTokenCount: input + output,
    cachedContentTokenCount: cacheRead,
    thoughtsTokenCount: reasoning,
  }) satisfies GenerateContentResponseUsageMetadata
}
