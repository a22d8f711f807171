import type { ChatCompletionMessageParam } from 'openai/resources/chat/completions'
import type { TextBlock } from '../model/block.js'
import type { Conversation, Turn } from '../model/conversation.js'
import type { JsonObject } from '../model/json.js'
import type { RenderNotes } from '../render-notes.js'
import { ToolIdMap } from '../tool-ids/tool-id-map.js'
import type { ToolIdRule } from '../tool-ids/tool-id-rule.js'
import { joinTexts } from './join-texts.js'
import { renderAssistant } from './render-assistant.js'
import { renderUser } from './render-user.js'

/** The API of Chat takes shorter ids than Responses. */
const chatToolIds: ToolIdRule = { pattern: /^\S+$/, maxLength: 40, prefix: 'call_' }

/** What the messages of one conversation are rendered with. */
export interface MessageContext {
  readonly origin: Conversation['origin']
  readonly notes: RenderNotes
  readonly ids: ToolIdMap
}

export function renderMessages(conversation: Conversation, notes: RenderNotes): readonly JsonObject[] {
  const { system, turns, output, origin } = conversation
  const context: MessageContext = { origin, notes, ids: new ToolIdMap(chatToolIds) }
  const messages = [...renderSystem(system), ...turns.flatMap((turn) => renderTurn(turn, context))]
  // JSON mode is refused when no message says the word.
  const needsHint = output?.type === 'json' && !messages.some(({ content }) => /json/i.test(JSON.stringify(content)))
  return needsHint ? [...renderSystem([{ type: 'text', text: 'Answer in JSON.' }]), ...messages] : messages
}

function renderTurn(turn: Turn, context: MessageContext): readonly JsonObject[] {
  switch (turn.role) {
    case 'system':
      return renderSystem(turn.blocks)
    case 'user':
      return renderUser(turn.blocks, context)
    case 'assistant':
    default:
      return renderAssistant(turn.blocks, context)
  }
}

/** `system` is known to every model that is spoken to in Chat; those of OpenAI take it for `developer`. */
function renderSystem(blocks: readonly TextBlock[]): readonly JsonObject[] {
  if (blocks.length === 0) return []
  const message: ChatCompletionMessageParam = { role: 'system', content: joinTexts(blocks) }
  return [{ ...message }]
}
