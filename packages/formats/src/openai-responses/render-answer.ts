import type { Answer } from '../model/answer.js'
import type { Conversation } from '../model/conversation.js'
import type { JsonObject } from '../model/json.js'
import { eventsOf } from '../stream/events-of.js'
import { ResponseWriter } from './response-writer.js'

/** The response that a stream of the same answer ends with. */
export function renderAnswer(answer: Answer, request: Conversation): JsonObject {
  const writer = new ResponseWriter(request, () => undefined)
  for (const event of eventsOf(answer)) writer.push(event)
  return writer.response
}
