import type { ChatCompletion } from 'openai/resources/chat/completions'
import type { FinishReason } from '../model/answer.js'

/** What the answer had in it: servers say `stop` after calls, and `tool_calls` after none. */
export interface MessageContents {
  readonly hasToolCall: boolean
  readonly hasRefusal: boolean
}

/**
 * What servers of this API call the end of an answer, in small letters: OpenAI, and what vLLM, TGI, Cohere, Mistral, Z.ai and
 * others say. Absent: not known to be a good end, as `error` of OpenRouter or `insufficient_system_resource` of DeepSeek.
 */
const finishOf: ReadonlyMap<string, FinishReason> = new Map<string, FinishReason>([
  ['length', 'length'],
  ['max_tokens', 'length'],
  ['max_output_tokens', 'length'],
  ['model_length', 'length'],
  ['model_context_window_exceeded', 'context-length'],
  ['content_filter', 'content-filter'],
  ['safety', 'content-filter'],
  ['recitation', 'content-filter'],
  ['sensitive', 'content-filter'],
  ['refusal', 'content-filter'],
  ...[
    '',
    'complete',
    'completed',
    'done',
    'end_turn',
    'eos',
    'eos_token',
    'function_call',
    'stop',
    'stop_sequence',
    'tool_call',
    'tool_calls',
    'tool_use',
  ].map((name) => [name, 'stop'] as const),
])

/** A reason that is not known to be a good end is an error. */
export function parseFinish(reason: string, { hasToolCall, hasRefusal }: MessageContents): FinishReason {
  const finish = finishOf.get(reason.toLowerCase()) ?? 'error'
  if (finish !== 'stop') return finish
  if (hasToolCall) return 'tool-calls'
  return hasRefusal ? 'refusal' : 'stop'
}

export function renderFinish(reason: FinishReason, hasRefusal: boolean): ChatCompletion.Choice['finish_reason'] {
  switch (reason) {
    case 'length':
    case 'context-length':
      return 'length'
    case 'tool-calls':
      return 'tool_calls'
    case 'content-filter':
      return 'content_filter'
    case 'refusal':
      return hasRefusal ? 'stop' : 'content_filter'
    case 'stop':
    case 'stop-sequence':
    case 'pause':
    case 'error':
    default:
      return 'stop'
  }
}
