// Turns → items of `input`.
import { compact } from '../json/compact.js'
import type { TextBlock } from '../model/block.js'
import type { Conversation, Turn } from '../model/conversation.js'
import type { JsonObject } from '../model/json.js'
import type { RenderNotes } from '../render-notes.js'
import { ItemRenderer } from './item-renderer.js'

export interface RenderedInput {
  readonly instructions?: string
  readonly input: readonly JsonObject[]
}

/** JSON mode is refused when no item says the word; instructions do not count. */
const jsonHint: TextBlock = { type: 'text', text: 'Answer in JSON.' }

export function renderInput(conversation: Conversation, notes: RenderNotes): RenderedInput {
  const { system, turns, output } = conversation
  const [first, ...others] = system
  const isOneText = first !== undefined && others.length === 0
  const renderer = new ItemRenderer(conversation, notes)
  const items = [...(isOneText ? [] : renderSystem(system)), ...turns.flatMap((turn) => renderTurn(turn, renderer))]
  const hint = output?.type === 'json' && !saysJson(items) ? renderSystem([jsonHint]) : []
  return compact({ instructions: isOneText ? first.text : undefined, input: [...hint, ...items] })
}

function renderTurn(turn: Turn, renderer: ItemRenderer): readonly JsonObject[] {
  switch (turn.role) {
    case 'system':
      return renderSystem(turn.blocks)
    case 'user':
      return renderer.user(turn.blocks)
    case 'assistant':
    default:
      return renderer.assistant(turn.blocks)
  }
}

function renderSystem(blocks: readonly TextBlock[]): readonly JsonObject[] {
  if (blocks.length === 0) return []
  return [{ type: 'message', role: 'developer', content: blocks.map(({ text }) => ({ type: 'input_text', text })) }]
}

function saysJson(items: readonly JsonObject[]): boolean {
  return items.some((item) => item['type'] === 'message' && /json/i.test(JSON.stringify(item['content'])))
}
