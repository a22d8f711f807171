// Clients of other dialects know no cache marks: their providers cache by themselves. Claude caches up to a mark, so that
// the next turn finds what this one wrote when marks stand at the end of the instructions and of the last two questions.
import type { TextBlockParam, Tool } from '@anthropic-ai/sdk/resources/messages'
import type { Conversation } from '../model/conversation.js'
import type { JsonObject } from '../model/json.js'
import { isHostedTool } from '../tools/find-tool.js'
import type { DraftBlock, DraftMessage } from './draft-message.js'

const mark = { cache_control: { type: 'ephemeral' } } as const
const markable: ReadonlySet<unknown> = new Set(['text', 'image', 'document', 'tool_use', 'tool_result'])

export interface Prompt {
  readonly system: readonly TextBlockParam[]
  readonly tools: readonly (Tool | JsonObject)[]
  readonly messages: readonly DraftMessage[]
}

/** The client marked something itself: its marks are enough, and there may be four. */
export function hasCacheMarks({ system, tools, turns }: Conversation): boolean {
  return (
    system.some(({ cache }) => cache !== undefined) ||
    tools.some((tool) => !isHostedTool(tool) && tool.cache !== undefined) ||
    turns.some(({ blocks }) => blocks.some((block) => 'cache' in block && block.cache !== undefined))
  )
}

export function withCacheMarks({ system, tools, messages }: Prompt): Prompt {
  const questions = new Set([...messages.keys()].filter((index) => messages[index]?.role === 'user').slice(-2))
  return {
    system: system.map((block, index) => (index === system.length - 1 ? { ...block, ...mark } : block)),
    // Tools stand before the instructions: a mark behind those covers both.
    tools: tools.map((tool, index) =>
      system.length === 0 && index === tools.length - 1 ? { ...tool, ...mark } : tool,
    ),
    messages: messages.map((message, index) =>
      questions.has(index) ? { ...message, content: markLast(message.content) } : message,
    ),
  }
}

function markLast(content: readonly DraftBlock[]): readonly DraftBlock[] {
  const last = content.findLastIndex(({ type }) => markable.has(type))
  return content.map((block, index) => (index === last ? { ...block, ...mark } : block))
}
