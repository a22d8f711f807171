import type { ConversationField } from './fields/conversation-field.js'
import type { RenderNotes } from './render-notes.js'

/** Remembers each dropped field once, in the order in which they were found. */
export class NotesCollector implements RenderNotes {
  readonly #dropped = new Set<ConversationField>()

  get dropped(): readonly ConversationField[] {
    return [...this.#dropped]
  }

  drop(field: ConversationField): void {
    this.#dropped.add(field)
  }
}
