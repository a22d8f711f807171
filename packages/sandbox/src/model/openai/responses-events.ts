// The answer as the events of the Responses API.
import type { Response, ResponseStreamEvent } from 'openai/resources/responses/responses'
import type { Answer, Thought, ToolCall } from '../answer.js'
import type { WireEvent } from '../model-wire.js'
import {
  begunResponse,
  callItem,
  messageItem,
  responseOf,
  textPart,
  thoughtItem,
  type WireResponse,
} from './responses-answer.js'

/** Each event has its number and is sent under its name; the arguments of a tool come in two parts. */
export function* responseEvents(answer: Answer): Generator<WireEvent> {
  let number = 0
  for (const event of unnumbered(answer)) {
    yield { event: event.type, data: { ...event, sequence_number: number } }
    number += 1
  }
}

type SentEvent<Event> = Event extends { response: Response }
  ? Omit<Event, 'sequence_number' | 'response'> & { response: WireResponse }
  : Omit<Event, 'sequence_number'>
type Events = Generator<
  ResponseStreamEvent extends infer Event ? (Event extends unknown ? SentEvent<Event> : never) : never
>

function* unnumbered(answer: Answer): Events {
  yield { type: 'response.created', response: begunResponse(answer) }
  yield { type: 'response.in_progress', response: begunResponse(answer) }
  const first = answer.thought === undefined ? 0 : 1
  if (answer.thought !== undefined) yield* thoughtEvents(answer, answer.thought)
  yield* messageEvents(answer, first)
  for (const [index, call] of answer.toolCalls.entries()) yield* callEvents(call, first + 1 + index)
  const response = responseOf(answer)
  yield answer.end === 'length' ? { type: 'response.incomplete', response } : { type: 'response.completed', response }
}

function* thoughtEvents(answer: Answer, thought: Thought): Events {
  const item = thoughtItem(answer, thought)
  const at = { output_index: 0, item_id: item.id, summary_index: 0 }
  const { text } = thought
  yield { type: 'response.output_item.added', output_index: 0, item: { ...item, summary: [] } }
  yield { type: 'response.reasoning_summary_part.added', ...at, part: { type: 'summary_text', text: '' } }
  yield { type: 'response.reasoning_summary_text.delta', ...at, delta: text }
  yield { type: 'response.reasoning_summary_text.done', ...at, text }
  yield { type: 'response.reasoning_summary_part.done', ...at, part: { type: 'summary_text', text } }
  yield { type: 'response.output_item.done', output_index: 0, item }
}

function* messageEvents(answer: Answer, output_index: number): Events {
  const item = messageItem(answer)
  const text = answer.pieces.join('')
  const at = { output_index, item_id: item.id, content_index: 0 }
  yield { type: 'response.output_item.added', output_index, item: { ...item, status: 'in_progress', content: [] } }
  yield { type: 'response.content_part.added', ...at, part: textPart('') }
  for (const delta of answer.pieces) yield { type: 'response.output_text.delta', ...at, delta, logprobs: [] }
  yield { type: 'response.output_text.done', ...at, text, logprobs: [] }
  yield { type: 'response.content_part.done', ...at, part: textPart(text) }
  yield { type: 'response.output_item.done', output_index, item }
}

function* callEvents(call: ToolCall, output_index: number): Events {
  const item = callItem(call)
  const json = item.arguments
  const at = { output_index, item_id: item.id }
  yield { type: 'response.output_item.added', output_index, item: { ...item, status: 'in_progress', arguments: '' } }
  for (const delta of [json.slice(0, 1), json.slice(1)])
    yield { type: 'response.function_call_arguments.delta', ...at, delta }
  yield { type: 'response.function_call_arguments.done', ...at, arguments: json }
  yield { type: 'response.output_item.done', output_index, item }
}
