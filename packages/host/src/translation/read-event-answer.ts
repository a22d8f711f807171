import { AnswerAggregator, codecs, StreamEvents, type StreamTranslation } from '@ccproxy/formats'
import { jsonReply } from './read-json-answer.js'
import type { AnswerReader } from './whole-answer.js'

/** An event stream as the one answer that the client asked for. */
export function eventReader({ from, to, conversation }: StreamTranslation): AnswerReader {
  const events = new StreamEvents(from, conversation)
  const aggregator = new AnswerAggregator()
  return {
    push: (chunk) => {
      for (const event of events.push(chunk)) aggregator.push(event)
    },
    reply: () => {
      for (const event of events.end()) aggregator.push(event)
      const result = aggregator.result()
      if ('answer' in result) return jsonReply(codecs[to].renderAnswer(result.answer, conversation))
      const { status, body } = codecs[to].renderError(result.error)
      return { ...jsonReply(body), status, error: result.error }
    },
  }
}
