import type { TextBlock, UserBlock } from '../model/block.js'
import type { Turn } from '../model/conversation.js'
import type { DraftBlock, DraftMessage } from './draft-message.js'
import { renderAssistantBlocks } from './render-assistant-blocks.js'
import { renderText } from './render-text.js'
import { renderUserBlocks } from './render-user-blocks.js'
import type { Rendering } from './rendering.js'

/** What a conversation begins with that has nothing of a user's at its start: the API wants a user first. */
const opening: DraftMessage = { role: 'user', content: [{ type: 'text', text: 'Begin.' }] }

export function renderTurns(rendering: Rendering): readonly DraftMessage[] {
  const { turns } = rendering.conversation
  const messages = new MessageList(rendering.isOwn)
  for (const [index, turn] of turns.entries()) {
    if (turn.role === 'user') messages.add('user', userContent(turn.blocks, rendering))
    else if (turn.role === 'assistant') messages.add('assistant', renderAssistantBlocks(turn.blocks, rendering))
    else addSystemTurn(turn.blocks, turns[index + 1], messages, rendering)
  }
  const list = messages.list
  return rendering.isOwn || list[0]?.role === 'user' ? list : [opening, ...list]
}

/** A turn of white space alone was said all the same: without it, two turns of the assistant would become one. */
function userContent(blocks: readonly UserBlock[], rendering: Rendering): readonly DraftBlock[] {
  const content = renderUserBlocks(blocks, rendering)
  const isSilent = content.length === 0 && blocks.some(({ type }) => type === 'text') && !rendering.isOwn
  return isSilent ? [{ type: 'text', text: '(empty message)' }] : content
}

/**
 * Newer models take instructions between turns after a user's message, before the assistant's or at the end; elsewhere
 * the user says them, marked as what they are.
 * https://platform.claude.com/docs/en/build-with-claude/mid-conversation-system-messages
 */
function addSystemTurn(
  blocks: readonly TextBlock[],
  next: Turn | undefined,
  messages: MessageList,
  rendering: Rendering,
): void {
  const content = blocks.flatMap((block) => renderText(block, rendering))
  const isAllowed =
    rendering.traits.takesSystemTurns &&
    messages.list.at(-1)?.role === 'user' &&
    (next === undefined || next.role === 'assistant')
  if (rendering.isOwn || isAllowed) {
    messages.add('system', content)
    return
  }
  const wrapped = content.map((block) => ({
    ...block,
    text: `<system-reminder>\n${block.text}\n</system-reminder>`,
  }))
  messages.add('user', wrapped)
}

/** Of foreign conversations, messages of one role in a row become one, with the results of tools first. */
class MessageList {
  readonly #messages: DraftMessage[] = []
  readonly #isOwn: boolean

  constructor(isOwn: boolean) {
    this.#isOwn = isOwn
  }

  get list(): readonly DraftMessage[] {
    return this.#messages
  }

  add(role: DraftMessage['role'], content: readonly DraftBlock[]): void {
    const last = this.#messages.at(-1)
    if (this.#isOwn) this.#messages.push({ role, content })
    else if (content.length === 0) return
    else if (last?.role === role)
      this.#messages[this.#messages.length - 1] = { role, content: resultsFirst([...last.content, ...content]) }
    else this.#messages.push({ role, content: resultsFirst(content) })
  }
}

function resultsFirst(content: readonly DraftBlock[]): readonly DraftBlock[] {
  const results = content.filter(({ type }) => type === 'tool_result')
  return results.length === 0 ? content : [...results, ...content.filter(({ type }) => type !== 'tool_result')]
}
