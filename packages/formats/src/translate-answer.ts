import { codecs } from './codecs.js'
import { FormatError } from './format-error.js'
import type { Answer } from './model/answer.js'
import { brokenOff } from './model/broken-off.js'
import type { Conversation } from './model/conversation.js'
import type { Dialect } from './model/dialect.js'
import type { JsonObject } from './model/json.js'
import { ClientToolNames } from './tool-names/client-tool-names.js'

export interface AnswerTranslation {
  /** What the provider speaks. */
  readonly from: Dialect
  /** What the client speaks. */
  readonly to: Dialect
  readonly body: JsonObject
  /** What the client asked for, of `translateRequest`. */
  readonly conversation: Conversation
}

/** @throws FormatError (502) when the body is no answer of the provider's dialect, or one that the provider broke off */
export function translateAnswer({ from, to, body, conversation }: AnswerTranslation): JsonObject {
  return codecs[to].renderAnswer(readAnswer({ from, body, conversation }), conversation)
}

/**
 * A provider's answer in no dialect's words, its calls by the names of the client's tools.
 * @throws FormatError (502) as `translateAnswer`
 */
export function readAnswer({ from, body, conversation }: Omit<AnswerTranslation, 'to'>): Answer {
  const answer = codecs[from].parseAnswer(body)
  if (answer.finish === 'error') {
    const { message, code } = brokenOff(answer.failure ?? { reason: 'error' })
    throw new FormatError(502, message, undefined, code)
  }
  return new ClientToolNames(conversation, from).inAnswer(answer)
}
