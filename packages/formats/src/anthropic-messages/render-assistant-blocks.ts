import type { AssistantBlock, ReasoningBlock, ToolCallBlock } from '../model/block.js'
import { nativeSeal } from '../seal/native-seal.js'
import { renderCacheControl } from './cache-control.js'
import type { DraftBlock } from './draft-message.js'
import { renderOpaque } from './render-opaque.js'
import { renderText } from './render-text.js'
import type { Rendering } from './rendering.js'
import { toolInput } from './tool-input.js'

export function renderAssistantBlocks(blocks: readonly AssistantBlock[], rendering: Rendering): readonly DraftBlock[] {
  return blocks.flatMap((block) => renderBlock(block, rendering))
}

function renderBlock(block: AssistantBlock, rendering: Rendering): readonly DraftBlock[] {
  switch (block.type) {
    case 'text':
      return renderText(block, rendering)
    case 'refusal':
      return renderText({ type: 'text', text: block.text }, rendering)
    case 'reasoning':
      return renderReasoning(block, rendering)
    case 'tool-call':
      return [renderToolCall(block, rendering)]
    case 'opaque':
      return renderOpaque(block.value, rendering)
  }
}

/** Only what it signed itself may go back, with the text that the signature is for. */
function renderReasoning(block: ReasoningBlock, { notes }: Rendering): readonly DraftBlock[] {
  const seal = nativeSeal(block.seal, 'anthropic-messages')
  if (seal === undefined) {
    notes.drop('foreignReasoning')
    return []
  }
  if (block.isRedacted === true || seal.isRedacted === true) return [{ type: 'redacted_thinking', data: seal.data }]
  return [{ type: 'thinking', thinking: (seal.texts ?? block.texts).join(''), signature: seal.data }]
}

function renderToolCall(block: ToolCallBlock, { toolIds }: Rendering): DraftBlock {
  return {
    type: 'tool_use',
    id: toolIds.call(block.id),
    name: block.name,
    input: toolInput(block),
    ...renderCacheControl(block.cache),
  }
}
