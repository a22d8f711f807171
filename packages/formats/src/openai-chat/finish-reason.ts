import type { ChatCompletion } from 'openai/resources/chat/completions'
import type { FinishReason } from '../model/answer.js'

/** What the answer had in it: servers say `stop` after calls, and `tool_calls` after none. */
export interface MessageContents {
  readonly hasToolCall: boolean
  readonly hasRefusal: boolean
}

/** A reason that is not known to be a good end (`error`, `insufficient_system_resource` of DeepSeek) is an error. */
export function parseFinish(reason: string, { hasToolCall, hasRefusal }: MessageContents): FinishReason {
  switch (reason) {
    case 'length':
    case 'max_tokens':
    case 'model_length':
      return 'length'
    case 'content_filter':
      return 'content-filter'
    default:
      if (!goodEnds.has(reason.toLowerCase())) return 'error'
      if (hasToolCall) return 'tool-calls'
      return hasRefusal ? 'refusal' : 'stop'
  }
}

/** What servers of this API call an answer that is complete: OpenAI, and what vLLM, TGI, Cohere, Mistral and others say. */
const goodEnds: ReadonlySet<string> = new Set([
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
])

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
