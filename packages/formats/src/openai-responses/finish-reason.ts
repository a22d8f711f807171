import type { FinishReason } from '../model/answer.js'

/** What the answer had in it, which its status does not say. */
export interface AnswerContents {
  readonly hasToolCall: boolean
  readonly hasRefusal: boolean
}

/** @param incompleteReason of `incomplete_details` */
export function parseFinish(incompleteReason: string | undefined, contents: AnswerContents): FinishReason {
  if (incompleteReason === 'max_output_tokens') return 'length'
  if (incompleteReason === 'content_filter') return 'content-filter'
  if (incompleteReason !== undefined) return 'error'
  if (contents.hasToolCall) return 'tool-calls'
  return contents.hasRefusal ? 'refusal' : 'stop'
}

export interface RenderedStatus {
  readonly status: 'completed' | 'incomplete' | 'failed'
  readonly incomplete_details: { readonly reason: 'max_output_tokens' | 'content_filter' } | null
}

/** A refusal without words of its own is what OpenAI calls a content filter. */
export function renderFinish(finish: FinishReason, hasRefusal: boolean): RenderedStatus {
  switch (finish) {
    case 'length':
    case 'context-length':
      return { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } }
    case 'content-filter':
      return { status: 'incomplete', incomplete_details: { reason: 'content_filter' } }
    case 'refusal':
      if (hasRefusal) return { status: 'completed', incomplete_details: null }
      return { status: 'incomplete', incomplete_details: { reason: 'content_filter' } }
    case 'error':
      return { status: 'failed', incomplete_details: null }
    case 'stop':
    case 'stop-sequence':
    case 'tool-calls':
    case 'pause':
    default:
      return { status: 'completed', incomplete_details: null }
  }
}
