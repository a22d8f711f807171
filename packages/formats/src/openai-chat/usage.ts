import type { CompletionUsage } from 'openai/resources/completions'
import { compact } from '../json/compact.js'
import type { ObjectReader } from '../json/object-reader.js'
import type { Usage } from '../model/answer.js'
import { outputTokens } from '../openai/output-tokens.js'

/** Reads the member `usage` of an answer or a chunk. */
export function parseUsage(body: ObjectReader): Usage | undefined {
  const usage = body.optionalChild('usage')
  if (usage === undefined) return undefined
  const prompt = usage.optionalChild('prompt_tokens_details')
  const completion = usage.optionalChild('completion_tokens_details')
  const input = usage.optionalNumber('prompt_tokens') ?? 0
  const output = usage.optionalNumber('completion_tokens') ?? 0
  const reasoning = completion?.optionalNumber('reasoning_tokens') ?? usage.optionalNumber('reasoning_tokens')
  const total = usage.optionalNumber('total_tokens')
  return compact({
    input,
    output: outputTokens({ input, output, reasoning, total }),
    // The second is DeepSeek's.
    cacheRead: prompt?.optionalNumber('cached_tokens') ?? usage.optionalNumber('prompt_cache_hit_tokens'),
    cacheWrite: prompt?.optionalNumber('cache_write_tokens'),
    reasoning,
  })
}

export function renderUsage({ input, output, cacheRead = 0, cacheWrite = 0, reasoning = 0 }: Usage): CompletionUsage {
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    prompt_tokens_details: { cached_tokens: cacheRead, cache_write_tokens: cacheWrite, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: reasoning,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  }
}
