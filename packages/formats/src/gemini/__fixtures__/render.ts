import type { WireRequest } from '../../codec.js'
import type { ConversationField } from '../../fields/conversation-field.js'
import type { Conversation } from '../../model/conversation.js'
import { NotesCollector } from '../../notes-collector.js'
import { renderRequest } from '../render-request.js'

/** Asks for nothing but an answer to a greeting. */
const asked: Conversation = {
  origin: 'anthropic-messages',
  model: 'gemini-3-flash',
  stream: false,
  system: [],
  turns: [{ role: 'user', blocks: [{ type: 'text', text: 'Hello' }] }],
  tools: [],
  extras: new Map(),
}

export interface Rendered extends WireRequest {
  readonly dropped: readonly ConversationField[]
}

/** For Gemini. @param conversation what is asked beside, from a client of Anthropic Messages */
export function render(conversation: Partial<Conversation>): Rendered {
  const notes = new NotesCollector()
  const { path, body } = renderRequest({ ...asked, ...conversation }, notes)
  return { path, body, dropped: notes.dropped }
}
