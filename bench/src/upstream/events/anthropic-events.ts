import type { DialectEvents } from '../dialect-events.ts'
import { serverSentEvent } from './server-sent-event.ts'

const event = (data: { readonly type: string; readonly [member: string]: unknown }): string =>
  serverSentEvent(data, data.type)

const message = {
  id: 'msg_bench',
  type: 'message',
  role: 'assistant',
  model: 'bench',
  content: [],
  stop_reason: null,
  stop_sequence: null,
  usage: { input_tokens: 100, output_tokens: 1 },
}

export const anthropicEvents: DialectEvents = {
  opening: [
    event({ type: 'message_start', message }),
    event({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }),
  ],
  delta: (text) => event({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } }),
  closing: (_, deltas) => [
    event({ type: 'content_block_stop', index: 0 }),
    event({
      type: 'message_delta',
      delta: { stop_reason: 'end_turn', stop_sequence: null },
      usage: { output_tokens: deltas },
    }),
    event({ type: 'message_stop' }),
  ],
}
