import type { ConversationField } from './fields/conversation-field.js'

/** What a renderer could not say in its dialect. */
export interface RenderNotes {
  /** It was left out, and the answer says so (`x-ccproxy-dropped`). */
  drop(field: ConversationField): void
}
