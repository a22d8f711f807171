import type { Block } from '../model/block.js'
import type { Conversation } from '../model/conversation.js'
import type { RenderNotes } from '../render-notes.js'

/**
 * Marks and sources that OpenAI's dialects have no room for. The API caches prompts by itself, and older models refuse a
 * breakpoint.
 */
export function noteMarks({ system, turns, tools }: Conversation, notes: RenderNotes): void {
  const blocks: readonly Block[] = [...system, ...turns.flatMap((turn): readonly Block[] => turn.blocks)]
  if (blocks.some(hasCacheMark) || tools.some((tool) => 'cache' in tool)) notes.drop('cacheMark')
  if (blocks.some((block) => block.type === 'text' && block.citations !== undefined)) notes.drop('citations')
}

function hasCacheMark(block: Block): boolean {
  return 'cache' in block || (block.type === 'tool-result' && block.content.some(hasCacheMark))
}
