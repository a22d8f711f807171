import type { StopReason } from '@anthropic-ai/sdk/resources/messages'
import type { FinishReason } from '../model/answer.js'

const finishOf: Readonly<Record<StopReason, FinishReason>> = {
  end_turn: 'stop',
  max_tokens: 'length',
  stop_sequence: 'stop-sequence',
  tool_use: 'tool-calls',
  pause_turn: 'pause',
  refusal: 'refusal',
  model_context_window_exceeded: 'context-length',
}

const stopReasonOf: Readonly<Record<FinishReason, StopReason>> = {
  stop: 'end_turn',
  length: 'max_tokens',
  'stop-sequence': 'stop_sequence',
  'tool-calls': 'tool_use',
  pause: 'pause_turn',
  refusal: 'refusal',
  'content-filter': 'refusal',
  'context-length': 'model_context_window_exceeded',
  error: 'end_turn',
}

/** No reason is an ordinary end; a reason that is not known to be a good end is an error. */
export function parseStopReason(reason: string | undefined): FinishReason {
  if (reason === undefined || reason === '') return 'stop'
  return isStopReason(reason) ? finishOf[reason] : 'error'
}

/** @param hasCalls some providers say `stop` after calls; clients go by the reason */
export function renderStopReason(reason: FinishReason, hasCalls: boolean): StopReason {
  return hasCalls && reason === 'stop' ? 'tool_use' : stopReasonOf[reason]
}

function isStopReason(reason: string | undefined): reason is StopReason {
  return reason !== undefined && Object.hasOwn(finishOf, reason)
}
