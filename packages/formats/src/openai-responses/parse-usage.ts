import { compact } from '../json/compact.js'
import type { ObjectReader } from '../json/object-reader.js'
import type { Usage } from '../model/answer.js'
import { outputTokens } from '../openai/output-tokens.js'

/** Reads the member `usage` of a response. */
export function parseUsage(response: ObjectReader): Usage | undefined {
  const usage = response.optionalChild('usage')
  if (usage === undefined) return undefined
  const inputDetails = usage.optionalChild('input_tokens_details')
  const input = usage.optionalNumber('input_tokens') ?? 0
  const output = usage.optionalNumber('output_tokens') ?? 0
  const reasoning = usage.optionalChild('output_tokens_details')?.optionalNumber('reasoning_tokens')
  const total = usage.optionalNumber('total_tokens')
  return compact({
    input,
    output: outputTokens({ input, output, reasoning, total }),
    cacheRead: inputDetails?.optionalNumber('cached_tokens'),
    cacheWrite: inputDetails?.optionalNumber('cache_write_tokens'),
    reasoning,
  })
}
