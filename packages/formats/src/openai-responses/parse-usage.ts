import { compact } from '../json/compact.js'
import type { ObjectReader } from '../json/object-reader.js'
import type { Usage } from '../model/answer.js'

/** Reads the member `usage` of a response. */
export function parseUsage(response: ObjectReader): Usage | undefined {
  const usage = response.optionalChild('usage')
  if (usage === undefined) return undefined
  const input = usage.optionalChild('input_tokens_details')
  const output = usage.optionalChild('output_tokens_details')
  return compact({
    input: usage.optionalNumber('input_tokens') ?? 0,
    output: usage.optionalNumber('output_tokens') ?? 0,
    cacheRead: input?.optionalNumber('cached_tokens'),
    cacheWrite: input?.optionalNumber('cache_write_tokens'),
    reasoning: output?.optionalNumber('reasoning_tokens'),
  })
}
