// What the model says: always the same for the same request.
import { inputTokens, lastUserText, type MessagesRequest } from './messages-request.js'

export interface Answer {
  readonly id: string
  readonly model: string
  /** The text in the pieces in which it is streamed; a piece counts as a token. */
  readonly pieces: readonly string[]
  readonly stopReason: 'end_turn' | 'max_tokens'
  readonly inputTokens: number
}

const maximumEcho = 2_000

export function composeAnswer(request: MessagesRequest, id: string): Answer {
  const text = `This is ${request.model}, offline. You said: ${lastUserText(request).slice(0, maximumEcho)}`
  const pieces = text.match(/\s*\S+\s*$|\s*\S+/g) ?? [text]
  return {
    id,
    model: request.model,
    pieces: pieces.slice(0, request.max_tokens),
    stopReason: pieces.length > request.max_tokens ? 'max_tokens' : 'end_turn',
    inputTokens: inputTokens(request),
  }
}

const usage = (answer: Answer, outputTokens: number) => ({
  input_tokens: answer.inputTokens,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: 0,
  output_tokens: outputTokens,
})

/** The whole message, as it is answered without `stream`. */
export const messageOf = (answer: Answer): object => ({
  id: answer.id,
  type: 'message',
  role: 'assistant',
  model: answer.model,
  content: [{ type: 'text', text: answer.pieces.join('') }],
  stop_reason: answer.stopReason,
  stop_sequence: null,
  usage: usage(answer, answer.pieces.length),
})

export interface MessageEvent {
  readonly type: string
}

/** The same message as events. */
export function* eventsOf(answer: Answer): Generator<MessageEvent> {
  const start = { ...messageOf(answer), content: [], stop_reason: null, usage: usage(answer, 1) }
  yield event('message_start', { message: start })
  yield event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } })
  yield event('ping', {})
  for (const text of answer.pieces)
    yield event('content_block_delta', { index: 0, delta: { type: 'text_delta', text } })
  yield event('content_block_stop', { index: 0 })
  yield event('message_delta', {
    delta: { stop_reason: answer.stopReason, stop_sequence: null },
    usage: { output_tokens: answer.pieces.length },
  })
  yield event('message_stop', {})
}

const event = (type: string, fields: object): MessageEvent => ({ type, ...fields })
