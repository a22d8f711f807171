// Seals of texts and calls, for dialects that have room for one only in a reasoning part.
import type { AssistantBlock, Seal } from '../model/block.js'

/** The seal of a text or a call as it travels beside it. Absent for blocks without one, and for reasoning. */
export function travellingSeal(block: AssistantBlock): Seal | undefined {
  if ((block.type !== 'text' && block.type !== 'tool-call') || block.seal === undefined) return undefined
  return { ...block.seal, holder: block.type === 'text' ? 'text' : { callId: block.id } }
}

/**
 * The blocks of a turn with a seal that travelled put back where it was.
 * @param blocks what came before it in the turn
 * @returns as they were when what it was on is not among them: the client dropped it
 */
export function returnSeal(blocks: readonly AssistantBlock[], travelling: Seal): readonly AssistantBlock[] {
  const { holder, ...seal } = travelling
  const index = blocks.findLastIndex((block) =>
    holder === 'text' ? block.type === 'text' : block.type === 'tool-call' && block.id === holder?.callId,
  )
  return blocks.map((block, position) =>
    position === index && (block.type === 'text' || block.type === 'tool-call') ? { ...block, seal } : block,
  )
}
