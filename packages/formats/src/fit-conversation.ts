import type { Block } from './model/block.js'
import type { Conversation, ToolChoice, Turn } from './model/conversation.js'
import type { Dialect } from './model/dialect.js'
import type { RenderNotes } from './render-notes.js'
import { fitToolName } from './tool-names/fit-tool-name.js'
import { isHostedTool } from './tools/find-tool.js'
import { pairToolResults } from './turns/pair-tool-results.js'

/**
 * A conversation as any provider of a dialect takes it, as far as that is not a matter of words: calls and results in order,
 * names of tools that it allows. Of the client's own dialect, as it came.
 */
export function fitConversation(conversation: Conversation, to: Dialect, notes: RenderNotes): Conversation {
  if (conversation.origin === to) return conversation
  const turns = pairToolResults(conversation.turns)
  const { toolChoice: asked, ...rest } = conversation
  const toolChoice = asked === undefined ? undefined : takenChoice(asked, conversation, notes)
  const named = { ...rest, turns, ...(toolChoice !== undefined && { toolChoice }) }
  return hasOtherName(named, to) ? renamed(named, (name) => fitToolName(name, to)) : named
}

/** A tool that the provider of another dialect would have run cannot be chosen where it is left out. */
function takenChoice(choice: ToolChoice, { tools }: Conversation, notes: RenderNotes): ToolChoice | undefined {
  if (choice.type !== 'tool') return choice
  const isHosted = tools.some((tool) => isHostedTool(tool) && tool.hosted.json['name'] === choice.name)
  if (!isHosted) return choice
  notes.drop('toolChoice')
  return undefined
}

function hasOtherName({ turns, tools, toolChoice }: Conversation, to: Dialect): boolean {
  const names = [
    ...tools.flatMap((tool) => (isHostedTool(tool) ? [] : [tool.name])),
    ...turns.flatMap(({ blocks }) =>
      blocks.flatMap((block: Block) => (block.type === 'tool-call' ? [block.name] : [])),
    ),
    ...(toolChoice?.type === 'tool' ? [toolChoice.name] : []),
  ]
  return names.some((name) => fitToolName(name, to) !== name)
}

function renamed(conversation: Conversation, fit: (name: string) => string): Conversation {
  const { turns, tools, toolChoice } = conversation
  return {
    ...conversation,
    turns: turns.map((turn) => renamedTurn(turn, fit)),
    tools: tools.map((tool) => (isHostedTool(tool) ? tool : { ...tool, name: fit(tool.name) })),
    ...(toolChoice !== undefined && { toolChoice: renamedChoice(toolChoice, fit) }),
  }
}

function renamedTurn(turn: Turn, fit: (name: string) => string): Turn {
  if (turn.role !== 'assistant') return turn
  const blocks = turn.blocks.map((block) => (block.type === 'tool-call' ? { ...block, name: fit(block.name) } : block))
  return { role: 'assistant', blocks }
}

function renamedChoice(choice: ToolChoice, fit: (name: string) => string): ToolChoice {
  if (choice.type === 'tool') return { ...choice, name: fit(choice.name) }
  return choice.type === 'allowed' ? { ...choice, names: choice.names.map((name) => fit(name)) } : choice
}
