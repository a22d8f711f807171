import type { DialectEvents } from '../dialect-events.ts'
import { serverSentEvent } from './server-sent-event.ts'

const base = { id: 'chatcmpl-bench', object: 'chat.completion.chunk', created: 1_795_000_000, model: 'bench' }

const chunk = (delta: object, reason: string | null = null): string =>
  serverSentEvent({ ...base, choices: [{ index: 0, delta, logprobs: null, finish_reason: reason }] })

export const chatEvents: DialectEvents = {
  opening: [chunk({ role: 'assistant', content: '', refusal: null })],
  delta: (content) => chunk({ content }),
  closing: (_, deltas) => [
    chunk({}, 'stop'),
    serverSentEvent({
      ...base,
      choices: [],
      usage: { prompt_tokens: 100, completion_tokens: deltas, total_tokens: 100 + deltas },
    }),
    'data: [DONE]\n\n',
  ],
}
