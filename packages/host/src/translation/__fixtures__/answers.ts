// What providers say in tests: short, and complete as their documents have it.
import type { ServerResponse } from 'node:http'
import type { JsonObject } from '@ccproxy/formats'

export const chatAnswer: JsonObject = {
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1_795_000_000,
  model: 'm-1',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Grüße', refusal: null }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 7, completion_tokens: 2, total_tokens: 9 },
}

const chunkOf = (choices: readonly object[], rest: object = {}): string =>
  `data: ${JSON.stringify({ id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1_795_000_000, model: 'm-1', choices, ...rest })}\n\n`

const delta = (part: object, finish_reason: string | null = null): object => ({ index: 0, delta: part, finish_reason })

/** The same as a stream, event by event. */
export const chatEvents: readonly string[] = [
  chunkOf([delta({ role: 'assistant', content: 'Grü' })]),
  chunkOf([delta({ content: 'ße' })]),
  chunkOf([delta({}, 'stop')]),
  chunkOf([], { usage: chatAnswer['usage'] }),
  'data: [DONE]\n\n',
]

export const messagesAnswer: JsonObject = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'm-1',
  content: [{ type: 'text', text: 'Grüße' }],
  stop_reason: 'end_turn',
  stop_sequence: null,
  usage: { input_tokens: 7, output_tokens: 2 },
}

/** An event of the Anthropic dialect. */
export const messagesEvent = (event: { readonly type: string }): string =>
  `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`

export const messagesEvents: readonly string[] = [
  { type: 'message_start', message: { ...messagesAnswer, content: [], stop_reason: null } },
  { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
  { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Grü' } },
  { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'ße' } },
  { type: 'content_block_stop', index: 0 },
  { type: 'message_delta', delta: { stop_reason: 'end_turn', stop_sequence: null }, usage: { output_tokens: 2 } },
  { type: 'message_stop' },
].map((event) => messagesEvent(event))

export const eventStream: Readonly<Record<string, string>> = { 'content-type': 'text/event-stream' }
export const json: Readonly<Record<string, string>> = { 'content-type': 'application/json' }

export function sendJson(outgoing: ServerResponse, body: object, status = 200): void {
  outgoing.writeHead(status, json).end(JSON.stringify(body))
}
