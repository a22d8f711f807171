import { isJsonObject } from '../json/is-json-object.js'
import type { Conversation } from '../model/conversation.js'
import type { JsonObject } from '../model/json.js'
import { NotesCollector } from '../notes-collector.js'
import { renderFormat } from './render-text-config.js'
import { renderToolChoice } from './render-tool-choice.js'
import { renderTools } from './render-tools.js'

/** The members of a response that repeat the request, with the API's own defaults. */
export function echoRequest(request: Conversation): JsonObject {
  const { output, reasoning, extras } = request
  const metadata = extras.get('metadata')
  return {
    background: false,
    instructions: request.system.map((block) => block.text).join('\n\n') || null,
    max_output_tokens: request.maxTokens ?? null,
    max_tool_calls: null,
    metadata: isJsonObject(metadata) ? metadata : {},
    parallel_tool_calls: request.parallelToolCalls ?? true,
    previous_response_id: null,
    prompt_cache_key: request.cacheKey ?? null,
    reasoning: { effort: reasoning?.effort ?? null, summary: reasoning?.show === true ? 'auto' : null },
    safety_identifier: request.userId ?? null,
    service_tier: request.serviceTier ?? 'default',
    store: false,
    temperature: request.temperature ?? 1,
    text: {
      format: output === undefined ? { type: 'text' } : renderFormat(output),
      verbosity: request.verbosity ?? 'medium',
    },
    tool_choice: renderToolChoice(request) ?? 'auto',
    tools: renderTools(request, new NotesCollector()),
    top_logprobs: 0,
    top_p: request.topP ?? 1,
    truncation: 'disabled',
    user: null,
  }
}
