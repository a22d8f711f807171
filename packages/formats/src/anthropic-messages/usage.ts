import type { Usage as AnthropicUsage, MessageDeltaUsage } from '@anthropic-ai/sdk/resources/messages'
import { isJsonObject } from '../json/is-json-object.js'
import { numberOf } from '../json/raw-number.js'
import type { Usage } from '../model/answer.js'
import type { JsonObject } from '../model/json.js'

/** Its `input_tokens` are those that no cache had part in. */
export function parseUsage(usage: JsonObject): Usage {
  const cacheRead = count(usage['cache_read_input_tokens'])
  const cacheWrite = count(usage['cache_creation_input_tokens'])
  const details = usage['output_tokens_details']
  const reasoning = isJsonObject(details) ? count(details['thinking_tokens']) : undefined
  return {
    input: (count(usage['input_tokens']) ?? 0) + (cacheRead ?? 0) + (cacheWrite ?? 0),
    output: count(usage['output_tokens']) ?? 0,
    ...(cacheRead !== undefined && { cacheRead }),
    ...(cacheWrite !== undefined && { cacheWrite }),
    ...(reasoning !== undefined && { reasoning }),
  }
}

export function renderUsage(usage: Usage | undefined): AnthropicUsage {
  return {
    ...renderDeltaUsage(usage),
    input_tokens: uncachedInput(usage),
    cache_creation: null,
    inference_geo: null,
    service_tier: null,
    speed: null,
  }
}

/** What the end of a stream says: everything again, as the start knew little. */
export function renderDeltaUsage(usage: Usage | undefined): MessageDeltaUsage {
  return {
    input_tokens: uncachedInput(usage),
    cache_creation_input_tokens: usage?.cacheWrite ?? 0,
    cache_read_input_tokens: usage?.cacheRead ?? 0,
    output_tokens: usage?.output ?? 0,
    output_tokens_details: usage?.reasoning === undefined ? null : { thinking_tokens: usage.reasoning },
    server_tool_use: null,
  }
}

function uncachedInput(usage: Usage | undefined): number {
  if (usage === undefined) return 0
  return Math.max(0, usage.input - (usage.cacheRead ?? 0) - (usage.cacheWrite ?? 0))
}

function count(value: unknown): number | undefined {
  const number = numberOf(value)
  return number !== undefined && Number.isFinite(number) && number >= 0 ? number : undefined
}
