import type { Codec } from '../../codec.js'
import type { AnswerEvent } from '../../model/answer.js'
import type { Conversation } from '../../model/conversation.js'

/** What a client of the dialect is sent. */
export function streamText(codec: Codec, events: readonly AnswerEvent[], request: Conversation): string {
  const renderer = codec.createStreamRenderer(request)
  return events.map((event) => renderer.push(event)).join('')
}
