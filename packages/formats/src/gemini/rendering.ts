import type { Conversation } from '../model/conversation.js'
import type { RenderNotes } from '../render-notes.js'
import { type ModelTraits, modelTraits } from './model-traits.js'

/** What renderers of parts share in one request. */
export interface Rendering {
  readonly conversation: Conversation
  readonly notes: RenderNotes
  readonly traits: ModelTraits
  /** It came in this dialect: it is sent as it was. */
  readonly isOwn: boolean
}

export function createRendering(conversation: Conversation, notes: RenderNotes): Rendering {
  return { conversation, notes, traits: modelTraits(conversation.model), isOwn: conversation.origin === 'gemini' }
}
