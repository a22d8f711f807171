import type { WireRequest } from './codec.js'
import { codecs } from './codecs.js'
import { droppedNames } from './fields/dropped-names.js'
import { fitConversation } from './fit-conversation.js'
import type { Conversation } from './model/conversation.js'
import type { Dialect } from './model/dialect.js'
import { NotesCollector } from './notes-collector.js'

export interface RequestTranslation {
  /** What the client speaks. */
  readonly from: Dialect
  /** What the provider speaks. */
  readonly to: Dialect
  readonly request: WireRequest
  /** The provider's name for the model. Absent: the client's. */
  readonly model?: string
  /** Ask the provider for a stream, or for none. Absent: as the client did. */
  readonly stream?: boolean
}

export interface TranslatedRequest {
  readonly request: WireRequest
  /** Names of what could not be said, for `x-ccproxy-dropped`. */
  readonly dropped: readonly string[]
  /** What the client asked for: the translation of the answer needs it. */
  readonly conversation: Conversation
}

/** @throws FormatError (400) that names the field, in the client's words */
export function translateRequest({ from, to, request, model, stream }: RequestTranslation): TranslatedRequest {
  const conversation = codecs[from].parseRequest(request)
  const notes = new NotesCollector()
  const asked = {
    ...conversation,
    ...(model !== undefined && { model }),
    ...(stream !== undefined && { stream }),
  }
  return {
    request: codecs[to].renderRequest(fitConversation(asked, to, notes), notes),
    dropped: droppedNames(notes.dropped, conversation),
    conversation,
  }
}
