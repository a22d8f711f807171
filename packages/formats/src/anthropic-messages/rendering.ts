import type { ConversationField } from '../fields/conversation-field.js'
import { refusedField } from '../fields/refused-field.js'
import type { FormatError } from '../format-error.js'
import type { Conversation } from '../model/conversation.js'
import type { RenderNotes } from '../render-notes.js'
import { ToolIdMap } from '../tool-ids/tool-id-map.js'
import { type ModelTraits, modelTraits } from './model-traits.js'
import { toolIdRule } from './tool-id-rule.js'

/** What renderers of parts share in one request. */
export class Rendering {
  readonly conversation: Conversation
  readonly notes: RenderNotes
  readonly traits: ModelTraits
  readonly toolIds: ToolIdMap = new ToolIdMap(toolIdRule)
  /** The client speaks this dialect: it knows its models, and what it said stays as it is. */
  readonly isOwn: boolean

  constructor(conversation: Conversation, notes: RenderNotes) {
    this.conversation = conversation
    this.notes = notes
    this.traits = modelTraits(conversation.model)
    this.isOwn = conversation.origin === 'anthropic-messages'
  }

  /** @returns the error, in the client's words */
  refused(field: ConversationField, problem: string): FormatError {
    return refusedField(this.conversation.origin, field, problem)
  }
}
