import type { ConversationField } from './conversation-field.js'

/** What a dialect does with something that a request says. */
interface FieldRule {
  readonly rule: 'kept' | 'mapped' | 'dropped' | 'refused'
  /** Its name there, as documentation writes it: `stop_sequences`. */
  readonly name?: string
  /** What a reader of the table should know. */
  readonly note?: string
}

/** One dialect's column of the table. */
export type FieldColumn = Readonly<Record<ConversationField, FieldRule>>
