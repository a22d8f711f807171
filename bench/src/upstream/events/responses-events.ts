import type { DialectEvents } from '../dialect-events.ts'
import { serverSentEvent } from './server-sent-event.ts'

const response = {
  id: 'resp_bench',
  object: 'response',
  created_at: 1_795_000_000,
  status: 'in_progress',
  model: 'bench',
  output: [],
  usage: null,
}
const item = { id: 'msg_bench', type: 'message', role: 'assistant' }
const at = { item_id: item.id, output_index: 0, content_index: 0 }
const part = (text: string): object => ({ type: 'output_text', text, annotations: [], logprobs: [] })

const event = (number: number, data: { readonly type: string; readonly [member: string]: unknown }): string =>
  serverSentEvent({ ...data, sequence_number: number }, data.type)

const opening = [
  { type: 'response.created', response },
  { type: 'response.in_progress', response },
  { type: 'response.output_item.added', output_index: 0, item: { ...item, status: 'in_progress', content: [] } },
  { type: 'response.content_part.added', ...at, part: part('') },
]

export const responsesEvents: DialectEvents = {
  opening: opening.map((data, number) => event(number, data)),
  delta: (delta, number) =>
    event(opening.length + number, { type: 'response.output_text.delta', ...at, delta, logprobs: [] }),
  closing: (text, deltas) => {
    const done = { ...item, status: 'completed', content: [part(text)] }
    const usage = {
      input_tokens: 100,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: deltas,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: 100 + deltas,
    }
    return [
      { type: 'response.output_text.done', ...at, text, logprobs: [] },
      { type: 'response.content_part.done', ...at, part: part(text) },
      { type: 'response.output_item.done', output_index: 0, item: done },
      { type: 'response.completed', response: { ...response, status: 'completed', output: [done], usage } },
    ].map((data, number) => event(opening.length + deltas + number, data))
  },
}
