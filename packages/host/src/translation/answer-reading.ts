import { CCProxyError } from '@ccproxy/core'
import { type Conversation, renderTokenCount, translateCount } from '@ccproxy/formats'
import { isEventStream } from '../transport/is-event-stream.js'
import type { ResponseHead } from '../transport/upstream-attempt.js'
import type { AnswerContext } from './answer-context.js'
import { eventReader } from './read-event-answer.js'
import { answerReply, jsonReader, jsonReply } from './read-json-answer.js'
import { RefusedAnswer } from './refused-answer.js'
import type { Reply } from './reply.js'
import { StreamedAnswer } from './streamed-answer.js'
import type { AnswerReading } from './translated-answer.js'
import type { AnswerReader } from './whole-answer.js'

/** @param conversation what the client asked for */
export const conversationReading =
  (conversation: Conversation): AnswerReading =>
  (head, context) => {
    if (head.status >= 400) return new RefusedAnswer(context)
    if (head.status >= 300) return redirected(head)
    const translation = { from: context.from, to: context.to, conversation }
    if (!isEventStream(head)) return jsonReader((body) => answerReply(translation, body))
    return conversation.stream ? new StreamedAnswer(context, conversation) : eventReader(translation)
  }

/** Of a provider that was asked for a stream because it gives nothing else; all but that stream goes out as it is. */
export const ownDialectReading =
  (conversation: Conversation): AnswerReading =>
  (head, { from, to }) =>
    head.status < 300 && isEventStream(head) ? eventReader({ from, to, conversation }) : undefined

/** @param estimate for providers whose dialect has the question but who do not answer it */
export const countReading =
  (estimate: number): AnswerReading =>
  (head, context) => {
    if (unasked.has(head.status)) return { push: () => {}, reply: () => estimateReply(estimate, context) }
    if (head.status >= 400) return new RefusedAnswer(context)
    if (head.status >= 300) return redirected(head)
    return jsonReader((body) => jsonReply(translateCount(context.from, context.to, body)))
  }

const unasked: ReadonlySet<number> = new Set([404, 405, 501])

/** A number of tokens that nobody counted, which the answer says. */
export function estimateReply(estimate: number, { to }: Pick<AnswerContext, 'to'>): Reply {
  return { ...jsonReply(renderTokenCount(to, estimate)), headers: { 'x-ccproxy-estimate': 'tokens' } }
}

/** The client would repeat its request in its own words to a place that does not know them. */
function redirected({ status }: ResponseHead): AnswerReader {
  return {
    push: () => {},
    reply: () => {
      throw new CCProxyError('CCPROXY_UPSTREAM_ANSWER', `the provider answered ${status} to a translated request`, {
        hint: 'Set base_url of the provider to the final address; CCProxy does not follow redirects.',
      })
    },
  }
}
