import type { ObjectReader } from '../json/object-reader.js'
import type { Failure, FinishReason } from '../model/answer.js'

/** What the answer had in it, which its status does not say. */
export interface AnswerContents {
  readonly hasToolCall: boolean
  readonly hasRefusal: boolean
}

export interface Ending {
  readonly finish: FinishReason
  /** With the finish `error`. */
  readonly failure?: Failure
}

/** Reasons of `incomplete_details`, and statuses. Servers that put an answer together from a stream leave those of its beginning. */
const finishOf: ReadonlyMap<string, FinishReason> = new Map<string, FinishReason>([
  ['max_output_tokens', 'length'],
  ['content_filter', 'content-filter'],
  ['completed', 'stop'],
  ['in_progress', 'stop'],
  ['queued', 'stop'],
])

/** What is not known to be a good end is an error, and so is `incomplete` without a reason. */
export function parseEnding(response: ObjectReader, contents: AnswerContents): Ending {
  const incomplete = response.optionalChild('incomplete_details')?.optionalString('reason')
  const reason = incomplete ?? response.optionalString('status') ?? 'completed'
  const finish = finishOf.get(reason) ?? 'error'
  if (finish === 'error') return { finish, failure: { reason } }
  if (finish !== 'stop') return { finish }
  if (contents.hasToolCall) return { finish: 'tool-calls' }
  return { finish: contents.hasRefusal ? 'refusal' : 'stop' }
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
