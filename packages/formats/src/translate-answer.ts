import { codecs } from './codecs.js'
import type { Conversation } from './model/conversation.js'
import type { Dialect } from './model/dialect.js'
import type { JsonObject } from './model/json.js'

export interface AnswerTranslation {
  /** What the provider speaks. */
  readonly from: Dialect
  /** What the client speaks. */
  readonly to: Dialect
  readonly body: JsonObject
  /** What the client asked for, of `translateRequest`. */
  readonly conversation: Conversation
}

/** @throws FormatError (502) when the body is no answer of the provider's dialect */
export function translateAnswer({ from, to, body, conversation }: AnswerTranslation): JsonObject {
  return codecs[to].renderAnswer(codecs[from].parseAnswer(body), conversation)
}
