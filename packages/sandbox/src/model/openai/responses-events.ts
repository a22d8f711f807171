// The answer as the events of the Responses API.
import type { Response, ResponseStreamEvent } from 'openai/resources/responses/responses'
import type { Answer, ToolCall } from '../answer.js'
import type { WireEvent } from '../model-wire.js'
import { begunResponse, callItem, messageItem, responseOf, textPart, type WireResponse } from './responses-answer.js'

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
  yield* messageEvents(answer)
  if (answer.toolCall !== undefined) yield* callEvents(answer.toolCall)
  const response = responseOf(answer)
  yield answer.end === 'length' ? { type: 'response.incomplete', response } : { type: 'response.completed', response }
}

function* messageEvents(answer: Answer): Events {
  const item = messageItem(answer)
  const text = answer.pieces.join('')
  const at = { output_index: 0, item_id: item.id, content_index: 0 }
  yield { type: 'response.output_item.added', output_index: 0, item: { ...item, status: 'in_progress', content: [] } }
  yield { type: 'response.content_part.added', ...at, part: textPart('') }
  for (const delta of answer.pieces) yield { type: 'response.output_text.delta', ...at, delta, logprobs: [] }
  yield { type: 'response.output_text.done', ...at, text, logprobs: [] }
  yield { type: 'response.content_part.done', ...at, part: textPart(text) }
  yield { type: 'response.output_item.done', output_index: 0, item }
}

function* callEvents(call: ToolCall): Events {
  const item = callItem(call)
  const json = item.arguments
  const at = { output_index: 1, item_id: item.id }
  yield { type: 'response.output_item.added', output_index: 1, item: { ...item, status: 'in_progress', arguments: '' } }
  for (const delta of [json.slice(0, 1), json.slice(1)])
    yield { type: 'response.function_call_arguments.delta', ...at, delta }
  yield { type: 'response.function_call_arguments.done', ...at, arguments: json }
  yield { type: 'response.output_item.done', output_index: 1, item }
}
