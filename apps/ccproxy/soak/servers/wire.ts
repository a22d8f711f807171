// An answer in the words of the provider's API.
import type { ProviderName } from './login.ts'

export interface Wire {
  readonly json: string
  /** Of the event stream, each a whole event. */
  readonly frames: readonly string[]
}

const model = 'soak-1'

export function errorBody(provider: ProviderName, status: number): string {
  const message = `the soak asked for a ${status}`
  const error = { type: status === 429 ? 'rate_limit_error' : 'api_error', message }
  return JSON.stringify(provider === 'claude' ? { type: 'error', error } : { error })
}

export function wireOf(provider: ProviderName, number: number, pieces: readonly string[]): Wire {
  return provider === 'claude' ? anthropic(`msg_${number}`, pieces) : chat(`chatcmpl-${number}`, pieces)
}

function anthropic(id: string, pieces: readonly string[]): Wire {
  const message = { id, type: 'message', role: 'assistant', model, stop_sequence: null }
  const usage = { input_tokens: 10, output_tokens: pieces.length }
  const events = [
    { type: 'message_start', message: { ...message, content: [], stop_reason: null, usage } },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    ...pieces.map((text) => ({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } })),
    { type: 'content_block_stop', index: 0 },
    { type: 'message_delta', delta: { stop_reason: 'end_turn', stop_sequence: null }, usage },
    { type: 'message_stop' },
  ]
  const content = [{ type: 'text', text: pieces.join('') }]
  return {
    json: JSON.stringify({ ...message, content, stop_reason: 'end_turn', usage }),
    frames: events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`),
  }
}

function chat(id: string, pieces: readonly string[]): Wire {
  const head = { id, created: 1, model }
  const usage = { prompt_tokens: 10, completion_tokens: pieces.length, total_tokens: 10 + pieces.length }
  const chunk = (delta: object, finish: string | null) => ({
    ...head,
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta, finish_reason: finish }],
  })
  const events = [
    chunk({ role: 'assistant', content: '' }, null),
    ...pieces.map((content) => chunk({ content }, null)),
    chunk({}, 'stop'),
    { ...head, object: 'chat.completion.chunk', choices: [], usage },
  ]
  const message = { role: 'assistant', content: pieces.join('') }
  return {
    json: JSON.stringify({
      ...head,
      object: 'chat.completion',
      choices: [{ index: 0, message, finish_reason: 'stop' }],
      usage,
    }),
    frames: [...events.map((event) => `data: ${JSON.stringify(event)}\n\n`), 'data: [DONE]\n\n'],
  }
}
