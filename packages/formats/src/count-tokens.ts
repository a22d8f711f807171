import type { TokenCounting, WireRequest } from './codec.js'
import { estimateTokenCount } from './estimate-token-count.js'
import { droppedNames } from './fields/dropped-names.js'
import { fitConversation } from './fit-conversation.js'
import type { Conversation } from './model/conversation.js'
import type { Dialect } from './model/dialect.js'
import type { JsonObject } from './model/json.js'
import { NotesCollector } from './notes-collector.js'
import { tokenCountings } from './token-countings.js'

export interface CountTranslation {
  /** What the client speaks: a dialect that counts. */
  readonly from: Dialect
  /** What the provider speaks. */
  readonly to: Dialect
  readonly request: WireRequest
  /** The provider's name for the model. Absent: the client's. */
  readonly model?: string
}

export interface TranslatedCount {
  /** Asks the provider. Absent: its dialect cannot be asked. */
  readonly request?: WireRequest
  readonly dropped: readonly string[]
  /** For when the provider cannot be asked, or does not answer: made without its tokenizer. */
  readonly estimate: number
}

/** @throws FormatError (400) that names the field */
export function translateCountRequest({ from, to, request, model }: CountTranslation): TranslatedCount {
  const parsed = countingOf(from).parseCountRequest(request)
  const conversation: Conversation = model === undefined ? parsed : { ...parsed, model }
  const notes = new NotesCollector()
  const asked = tokenCountings[to]?.renderCountRequest(fitConversation(conversation, to, notes), notes)
  return {
    ...(asked !== undefined && { request: asked }),
    dropped: droppedNames(notes.dropped, conversation),
    estimate: estimateTokenCount(conversation),
  }
}

/** @throws FormatError (502) when the body is no count of the provider's dialect */
export function translateCount(from: Dialect, to: Dialect, body: JsonObject): JsonObject {
  return renderTokenCount(to, countingOf(from).parseCount(body))
}

/** A number of tokens as the client's dialect says it. */
export function renderTokenCount(to: Dialect, inputTokens: number): JsonObject {
  return countingOf(to).renderCount(inputTokens)
}

function countingOf(dialect: Dialect): TokenCounting {
  const counting = tokenCountings[dialect]
  if (counting === undefined) throw new TypeError(`${dialect} does not count tokens`)
  return counting
}
